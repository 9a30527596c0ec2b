import type { z } from 'zod';
import type { TransactionId } from '../../domain/ids.js';
import type { PersonalOption } from '../../domain/personal-data.js';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import type { OptionValue, Options } from '../../domain/transaction.js';
import type { TerminalResult } from '../../domain/verdict.js';
import type { MinorPerWireUnit } from '../mapping/amount.js';

/** What a country pack needs to know from the configuration. */
export interface CountrySettings {
  /** `GETNET_AR_AMOUNT_UNIT`: what Getnet means by an amount in Argentina (contract §12 Q1). No default: a guess may cost a hundredfold. */
  readonly arAmountUnit?: 'pesos' | 'centavos';
}

/** One option of a command, described for the API's document. */
export type OptionField = z.ZodType<OptionValue | undefined>;

/** A command's options as a strict zod object: unknown names are refused, values keep Getnet's names. */
export type OptionsSchema = z.ZodObject<Readonly<Record<string, OptionField>>, z.core.$strict>;

/** What of a request the defaults may depend on. */
export interface RequestNames {
  readonly transactionId: TransactionId;
  readonly reference?: string;
}

/** A sale of ours that is to be undone, as far as Getnet's numbers of it go. */
export interface Original {
  readonly result: Pick<TerminalResult, 'operationId' | 'authorizationCode' | 'receipt'>;
  /** ISO 8601: when the terminal made it, as near as is known. */
  readonly madeAt: string;
}

/** How a void or return names the sale it undoes (contract §4.3, §4.4). */
export interface OriginalReference {
  /** Getnet's numbers of a sale of ours, as options of this command; undefined where Getnet gave none. */
  numbersFor(original: Original): Options | undefined;
  /** Every day, YYYY-MM-DD, that Getnet itself names for a sale; only where the command names the day of its sale. */
  listDays?(original: Pick<Original, 'result'>): readonly string[];
  /** The options of an undo whose sale was not taken here: its caller has to give the numbers. */
  readonly foreignSaleOptions: OptionsSchema;
  /** The options of an undo that the service starts by itself, with nobody at the terminal. */
  readonly unattended?: Options;
  /** The option that names such a sale: what its undos are remembered by. */
  readonly namedBy: 'operationId' | 'authorizationCode';
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
  /** Options that say who somebody is: `withoutPersonalData` takes them out of all that is kept. */
  readonly personal?: readonly PersonalOption[];
  /** What is sent where the caller said nothing. */
  defaults(named: RequestNames, given: Options): Options;
  /** Whether an approval needs an authorisation code to count (contract §9). */
  isCardSale(options: Options): boolean;
  /** Only of a void or return. */
  readonly undoing?: OriginalReference;
  /** Whether it ends the batch, after which its sales can be voided no more (contract §4.7). */
  readonly closesBatch?: true;
  /** Whether the answer itself is one sale's voucher (contract §4.7): only of a command that moves no money. */
  readonly answersWithVoucher?: boolean;
}

/** Asks the terminal itself how a command ended (contract §5.2). */
export interface DeviceQuery {
  readonly path: string;
  readonly functionCode: number;
}

/** Stops the command that a terminal works on (contract §4.6). It names none: it stops whatever runs there. */
export interface CancelCommand {
  readonly path: string;
  readonly functionCode: number;
  /** What it is known to stop. */
  readonly stops: readonly TransactionType[];
}

/** A country of Getnet Cloud-to-Cloud, as data: ADR 0011 says what a new one takes. */
export interface CountryPack {
  readonly country: Country;
  /** Clients and the documentation send a number, the Argentine console a zero-padded text (contract §4.0). */
  readonly sendIdSucursalAs: 'int' | 'string';
  /** Minor units of the currency to one unit on the wire, or undefined where the configuration must say it first. */
  minorPerWireUnit(settings: CountrySettings): MinorPerWireUnit | undefined;
  readonly commands: Readonly<Partial<Record<TransactionType, Command>>>;
  /** Undefined where it is not known to be understood (contract §12 Q9). */
  readonly deviceQuery?: DeviceQuery;
  /** Undefined where it is not known to be understood (contract §12 Q8). */
  readonly cancelCommand?: CancelCommand;
}

/** What is particular to a command that moves no money. */
interface ReportSpec {
  readonly path: string;
  readonly functionCode: number;
  readonly options: OptionsSchema;
  /** Sent where the caller said nothing. */
  readonly defaults?: Options;
  readonly personal?: readonly PersonalOption[];
  readonly closesBatch?: true;
  readonly answersWithVoucher?: boolean;
}

/** A command without an amount: a report, or a setting of the terminal. */
export function defineReport({ defaults = {}, ...spec }: ReportSpec): Command {
  return {
    ...spec,
    takesAmount: false,
    moneyOptions: [],
    defaults: () => defaults,
    isCardSale: () => false,
  };
}
