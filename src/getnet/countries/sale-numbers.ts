import { nameUse } from '../../domain/key-use.js';
import { findDayBefore, listLocalDays, toLocalDay } from '../../domain/local-day.js';
import type { Snapshot, StateEntry } from '../../domain/snapshot.js';
import type { Status } from '../../domain/status.js';
import { toDevice } from '../../domain/terminal.js';
import type { Country, Terminal } from '../../domain/terminal.js';
import { isSale } from '../../domain/transaction-type.js';
import type { OwnSale, UndoneSale } from '../../domain/undo.js';
import { findChargedAmount } from '../../domain/net-sale.js';
import type { Options } from '../../domain/transaction.js';
import { getCountryPack } from './countries.js';
import type { OriginalReference } from './country.js';

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
export function normalizeNumber(value: string): string {
  const text = value.trim().toUpperCase();
  return text.replace(/^0+(?=.)/, '');
}

/** Every spelling under which the index may know the number. */
export function listSpellings(value: string): readonly string[] {
  const bare = normalizeNumber(value);
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
  return [merchant, country, ...device, normalizeNumber(value), ...(day === undefined ? [] : [day])].join(
    '/',
  );
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
  if (known === undefined || known === null || normalizeNumber(String(known)) !== normalizeNumber(value))
    return false;
  if (name === 'operationId') return isSameDevice(accepted.terminal, terminal);
  const charged = findChargedAmount(snapshot)?.value ?? Infinity;
  return amount <= charged && (day === undefined || listDaysAtGetnet(snapshot).includes(day));
}

function isSameDevice(one: Snapshot['accepted']['terminal'], other: SaleNumber['terminal']): boolean {
  return one.country === other.country && toDevice(one).serialNumber === toDevice(other).serialNumber;
}

/** The numbers by which a void or return names a sale of ours; undefined where Getnet gave none. */
export function findNumbers(snapshot: Snapshot, undoing: OriginalReference | undefined): Options | undefined {
  const { result } = snapshot.outcome;
  return (
    result && undoing?.numbersFor({ result, madeAt: new Date(estimateMadeAtMs(snapshot)).toISOString() })
  );
}

/** A terminal ends a command within that time (contract §5). */
const LIFECYCLE_MS = 300_000;

/** The terminal is done a moment before its outcome is proven, if that is soon after it took the command; else soon after that. */
function estimateMadeAtMs({ accepted, states, finalAt = accepted.createdAt }: Snapshot): number {
  const isSent = (status: Status) => (entry: StateEntry) =>
    entry.status === status && entry.at >= accepted.createdAt;
  const sent = states.find(isSent('in_progress')) ?? states.find(isSent('dispatching'));
  const sentAtMs = Date.parse(sent?.at ?? accepted.createdAt);
  const finalAtMs = Date.parse(finalAt);
  return finalAtMs <= sentAtMs + LIFECYCLE_MS ? finalAtMs : sentAtMs;
}

/**
 * The days by which a return may name a sale: that on which it is sent by default comes first. Which one counts at Getnet is not
 * known (contract §12 Q10), so the sale is recognised by all of them. None where the country's returns name no day.
 */
export function listDaysAtGetnet(snapshot: Snapshot): readonly string[] {
  const { accepted, outcome, finalAt = accepted.createdAt } = snapshot;
  const { country } = accepted.terminal;
  const undoing = getCountryPack(country).commands.return?.undoing;
  const sent = findNumbers(snapshot, undoing)?.['originalTransDate'];
  if (typeof sent !== 'string' || !outcome.result) return [];
  const named = undoing?.listDays?.({ result: outcome.result }) ?? [];
  const possible = listLocalDays(country, Date.parse(accepted.createdAt), Date.parse(finalAt));
  return [...new Set([sent, ...named, ...possible])];
}

/** The names of the `undos/…` workflows that remember undos, by Getnet's numbers, of a sale of ours. */
export function buildNames(snapshot: Snapshot): Pick<UndoneSale, 'codeName' | 'codeNames' | 'otherNames'> {
  const { accepted, outcome } = snapshot;
  const code = outcome.result?.authorizationCode;
  const terminal = { ...accepted.terminal, merchant: accepted.merchant };
  const [day, ...otherDays] = listDaysAtGetnet(snapshot);
  const byCode = { name: 'authorizationCode', value: code ?? '', terminal } as const;
  const codeNames = otherDays.map((other) => buildName({ ...byCode, day: other }));
  const otherNames = buildVoidNames(snapshot, listUndoDays(snapshot));
  return {
    ...(code && { codeName: buildName({ ...byCode, day }) }),
    ...(codeNames.length > 0 && { codeNames }),
    otherNames,
  };
}

function buildVoidNames({ accepted, outcome }: Snapshot, days: readonly string[]): readonly string[] {
  const operationId = outcome.result?.operationId;
  if (typeof operationId !== 'number') return [];
  const terminal = { ...accepted.terminal, merchant: accepted.merchant };
  return days.map((day) => buildName({ name: 'operationId', value: String(operationId), terminal, day }));
}

/** The names of the `undos/…` workflows that remember voids by its operation id of the days since those in {@link buildNames}. */
export function listLaterVoidNames(snapshot: Snapshot): readonly string[] {
  const { country } = snapshot.accepted.terminal;
  const before = listUndoDays(snapshot);
  const days = listLocalDays(country, Date.parse(snapshot.accepted.createdAt), Date.now());
  return buildVoidNames(
    snapshot,
    days.filter((day) => !before.includes(day)),
  );
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
    name: nameUse(accepted),
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
