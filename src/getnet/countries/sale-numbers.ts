import { findDayBefore, listLocalDays, toLocalDay } from '../../domain/local-day.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { toDevice } from '../../domain/terminal.js';
import type { Country, Terminal } from '../../domain/terminal.js';
import { isSale } from '../../domain/transaction-type.js';
import type { OwnSale, UndoneSale } from '../../domain/undo.js';
import { findChargedAmount } from '../../domain/net-sale.js';
import { getCountryPack } from './countries.js';

/** How Getnet names a sale to be undone, by whichever of its numbers. */
export interface SaleNumber {
  readonly name: 'operationId' | 'authorizationCode';
  /** As it is printed; leading zeros may be missing. */
  readonly value: string;
  /** Where the undo is to run. */
  readonly terminal: Pick<Terminal, 'country' | 'serialNumber' | 'id'> & { readonly merchant: string };
  /** Of a return, in minor units: the sale cost at least as much. */
  readonly amount?: number | undefined;
  /** YYYY-MM-DD: of a code where the country's return names it, the day of the sale at Getnet; of an operation id, the day of the undo. */
  readonly day?: string | undefined;
}

/** Longer than any code that was ever seen: so many zeros may have been lost in front of one. */
const MAX_PADDED_LENGTH = 12;

/** The number in one spelling. To be safe, two numbers that differ only by leading zeros or case count as one. */
export function normalise(value: string): string {
  const text = value.trim().toUpperCase();
  return text.replace(/^0+(?=.)/, '');
}

/** Every spelling under which the index may know the number. */
export function listSpellings(value: string): readonly string[] {
  const bare = normalise(value);
  const lengths = Array.from({ length: MAX_PADDED_LENGTH + 1 }, (_, length) => length);
  const padded = lengths.map((length) => bare.padStart(length, '0'));
  return [...new Set([value.trim(), ...padded, ...padded.map((text) => text.toLowerCase())])];
}

/**
 * Under which its undos are remembered: an operation id is the terminal's own counter, which starts again, so that the day of the
 * undo goes with it; an authorisation code is the country's, with the day of the sale where the country's return names it.
 */
export function buildName({ name, value, terminal, day }: SaleNumber): string {
  const { merchant, country } = terminal;
  const device = name === 'operationId' ? [toDevice(terminal).serialNumber] : [];
  return [merchant, country, ...device, normalise(value), ...(day === undefined ? [] : [day])].join('/');
}

/**
 * Whether the number is that of a transaction of ours: an approved sale of the merchant; for an operation id on that very device,
 * for an authorisation code of that day and of as much.
 */
export function isNumberOf(number: SaleNumber, snapshot: Snapshot): boolean {
  const { name, value, terminal, amount = 0, day } = number;
  const { accepted, status, outcome } = snapshot;
  if (status !== 'approved' || !isSale(accepted.type) || accepted.merchant !== terminal.merchant)
    return false;
  const known = outcome.result?.[name];
  if (known === undefined || known === null || normalise(String(known)) !== normalise(value)) return false;
  if (name === 'operationId') return isSameDevice(accepted.terminal, terminal);
  const charged = findChargedAmount(snapshot)?.value ?? Infinity;
  return amount <= charged && (day === undefined || day === dayAtGetnet(snapshot));
}

function isSameDevice(one: Snapshot['accepted']['terminal'], other: SaleNumber['terminal']): boolean {
  return one.country === other.country && toDevice(one).serialNumber === toDevice(other).serialNumber;
}

/** The day by which a return names a sale; undefined where the country's returns name none. */
export function dayAtGetnet({
  accepted,
  outcome,
  finalAt = accepted.createdAt,
}: Snapshot): string | undefined {
  const { result } = outcome;
  const undoing = getCountryPack(accepted.terminal.country).commands.return?.undoing;
  const day = result && undoing?.numbersFor({ result, finalAt })?.['originalTransDate'];
  return typeof day === 'string' ? day : undefined;
}

/** The names of the `undos/…` workflows that remember undos, by Getnet's numbers, of a sale of ours. */
export function buildNames(snapshot: Snapshot): Pick<UndoneSale, 'codeName' | 'otherNames'> {
  const { accepted, outcome } = snapshot;
  const { authorizationCode: code, operationId } = outcome.result ?? {};
  const terminal = { ...accepted.terminal, merchant: accepted.merchant };
  const codeNumber = {
    name: 'authorizationCode',
    value: code ?? '',
    terminal,
    day: dayAtGetnet(snapshot),
  } as const;
  const otherNames =
    typeof operationId === 'number'
      ? listUndoDays(snapshot).map((day) =>
          buildName({ name: 'operationId', value: String(operationId), terminal, day }),
        )
      : [];
  return { ...(code && { codeName: buildName(codeNumber) }), otherNames };
}

/** A sale that is proven is recognised by its numbers: only until then, and a day more, an undo by them was not refused. */
function listUndoDays({ accepted, finalAt = accepted.createdAt }: Snapshot): readonly string[] {
  const until = Math.min(Date.parse(finalAt) + DAY_MS, Date.now());
  return listLocalDays(accepted.terminal.country, Date.parse(accepted.createdAt), until);
}

const DAY_MS = 86_400_000;

/** The day of an undo by operation id, and the day before: a batch can last past midnight. */
export function listVoidDays(country: Country, nowMs: number): readonly [today: string, yesterday: string] {
  const today = toLocalDay(country, nowMs);
  return [today, findDayBefore(today, 1)];
}

/** A sale of ours as the undo history by Getnet's numbers stores it. */
export function toOwnSale(snapshot: Snapshot): OwnSale {
  const { transactionId, createdAt } = snapshot.accepted;
  const amount = findChargedAmount(snapshot);
  return { transactionId, createdAt, ...(amount && { amount }) };
}

/**
 * A sale of ours as the workflow that remembers its undos stores it.
 *
 * @param rememberMs how long undos are remembered: from now on, because the sale may wait for a person long after it was final.
 */
export function buildUndoneSale(original: Snapshot, rememberMs: number): UndoneSale {
  const { accepted, outcome, finalAt = accepted.createdAt } = original;
  const { transactionId, merchant, terminal, createdAt } = accepted;
  const amount = findChargedAmount(original);
  const { authorizationCode: code, operationId } = outcome.result ?? {};
  return {
    name: transactionId,
    merchant,
    transactionId,
    terminalId: terminal.id,
    device: toDevice(terminal),
    createdAt,
    ...(amount && { amount }),
    ...(code && { authorizationCode: code }),
    ...(typeof operationId === 'number' && { operationId }),
    ...buildNames(original),
    rememberUntil: Math.max(Date.parse(finalAt), Date.now()) + rememberMs,
  };
}
