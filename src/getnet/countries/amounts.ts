import { LARGEST_AMOUNT } from '../../domain/money.js';
import type { Accepted } from '../../domain/transaction.js';
import { toWireAmount } from '../mapping/amount.js';
import type { MinorPerWireUnit } from '../mapping/amount.js';
import type { Command, CountrySettings } from './country.js';
import { getCountryPack } from './countries.js';

/** What of a request decides whether its amounts can go over the wire. */
export type PricedRequest = Pick<Accepted, 'type' | 'amount' | 'options'> & {
  readonly terminal: Pick<Accepted['terminal'], 'country'>;
};

/** A field of the API's request that cannot be sent, and why. */
export interface FieldFault {
  /** As the API names it: `amount.value`, `options.tip`. */
  readonly field: string;
  readonly message: string;
}

/** The amounts of a command in the country's wire unit, or all that is wrong with them. */
export type WireAmounts =
  | {
      readonly kind: 'sendable';
      readonly amount?: number;
      readonly options: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'faults'; readonly faults: readonly FieldFault[] };

type ConvertedPrice = { readonly name: string; readonly amount: number } | FieldFault;

/**
 * Brings amount and money options into the country's wire unit (contract §4.2, §12 Q1). What is not whole pesos where
 * Getnet takes pesos, is zero, or is more than a terminal takes, is named.
 */
export function toWireAmounts(
  command: Command,
  request: PricedRequest,
  settings: CountrySettings,
): WireAmounts {
  const priced = listPrices(command, request);
  const unit = getCountryPack(request.terminal.country).minorPerWireUnit(settings);
  if (unit === undefined)
    return priced.length === 0
      ? { kind: 'sendable', options: {} }
      : { kind: 'faults', faults: [UNIT_UNKNOWN] };
  const amounts = priced.map((price) => convertPrice(price, unit));
  const faults = amounts.filter((amount) => 'field' in amount);
  if (faults.length > 0) return { kind: 'faults', faults };
  const sendable = amounts.filter((amount) => 'name' in amount);
  const { amount, ...options } = Object.fromEntries(sendable.map(({ name, amount }) => [name, amount]));
  return { kind: 'sendable', ...(amount !== undefined && { amount }), options };
}

/** All that is wrong with a request's money, for its sender; empty when it can go over the wire. */
export function findAmountFaults(request: PricedRequest, settings: CountrySettings): readonly FieldFault[] {
  const command = getCountryPack(request.terminal.country).commands[request.type];
  const amounts = command && toWireAmounts(command, request, settings);
  return amounts?.kind === 'faults' ? amounts.faults : [];
}

interface Price {
  readonly name: string;
  readonly field: string;
  readonly minorUnits: number;
  /** In the wire's unit. */
  readonly least: number;
}

function listPrices(
  { takesAmount, moneyOptions }: Command,
  { amount, options }: PricedRequest,
): readonly Price[] {
  const extras = moneyOptions.flatMap((name) => {
    const minorUnits = options[name];
    return typeof minorUnits === 'number' ? [{ name, field: `options.${name}`, minorUnits, least: 0 }] : [];
  });
  if (!takesAmount || amount === undefined) return extras;
  return [{ name: 'amount', field: 'amount.value', minorUnits: amount.value, least: 1 }, ...extras];
}

function convertPrice({ name, field, minorUnits, least }: Price, unit: MinorPerWireUnit): ConvertedPrice {
  const amount = toWireAmount(minorUnits, unit);
  if (amount === undefined) return { field, message: NOT_WHOLE[unit] };
  if (amount >= least && amount <= LARGEST_AMOUNT) return { name, amount };
  return { field, message: `must be between ${least * unit} and ${LARGEST_AMOUNT * unit} minor units` };
}

const NOT_WHOLE: Readonly<Record<MinorPerWireUnit, string>> = {
  1: 'must be a whole number of minor units',
  100: 'must be whole pesos, a multiple of 100 minor units: GETNET_AR_AMOUNT_UNIT is pesos',
};

const UNIT_UNKNOWN: FieldFault = {
  field: 'amount.value',
  message: 'set GETNET_AR_AMOUNT_UNIT to pesos or centavos before taking payments in Argentina',
};
