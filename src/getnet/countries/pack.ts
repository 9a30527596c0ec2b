import type { z } from 'zod';
import type { TransactionId } from '../../domain/ids.js';
import type { Country } from '../../domain/terminal.js';
import type { Options, TransactionType } from '../../domain/transaction.js';
import type { MinorPerWireUnit } from '../mapping/amount.js';

/** What a country pack needs to know from the configuration. */
export interface CountrySettings {
  /** `GETNET_AR_AMOUNT_UNIT`: what Getnet means by an amount in Argentina (contract §12 Q1). No default: a guess may cost a hundredfold. */
  readonly arAmountUnit?: 'pesos' | 'centavos';
}

/** One option of a command: a single value, described for the API's document. */
export type OptionField = z.ZodType<string | number | boolean | undefined>;

/** A command's options as a strict zod object: unknown names are refused, values keep Getnet's names. */
export type OptionsSchema = z.ZodObject<Readonly<Record<string, OptionField>>, z.core.$strict>;

/** What of a request the defaults may depend on. */
export interface Named {
  readonly transactionId: TransactionId;
  readonly reference?: string;
}

/** One command of a country, as data. Contract §4. */
export interface Command {
  /** Under the base URL. */
  readonly path: string;
  readonly functionCode: number;
  /** Whether the request needs an amount. */
  readonly takesAmount: boolean;
  readonly options: OptionsSchema;
  /** Options in minor units of the currency; they go over the wire in the amount's unit. */
  readonly moneyOptions: readonly string[];
  /** What is sent where the caller said nothing. */
  defaults(named: Named, given: Options): Options;
  /** Whether an approval needs an authorisation code to count (contract §9). */
  isCardSale(options: Options): boolean;
}

/** A country of Getnet Cloud-to-Cloud, as data: a new one is a new pack and nothing else. */
export interface CountryPack {
  readonly country: Country;
  /** Clients and the documentation send a number, the Argentine console a zero-padded text (contract §4.0). */
  readonly sendIdSucursalAs: 'int' | 'string';
  /** Minor units of the currency to one unit on the wire, or undefined where the configuration must say it first. */
  minorPerWireUnit(settings: CountrySettings): MinorPerWireUnit | undefined;
  readonly commands: Readonly<Partial<Record<TransactionType, Command>>>;
}
