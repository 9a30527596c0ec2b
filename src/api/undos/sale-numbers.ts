import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { deviceOf } from '../../domain/terminal.js';
import { isSale } from '../../domain/transaction-type.js';
import type { ConfiguredTerminal } from '../../config/merchants.js';

/** How Getnet names a sale to be undone, by whichever of its numbers. */
export interface SaleNumber {
  readonly name: 'operationId' | 'authorizationCode';
  /** As it is printed; leading zeros may be missing. */
  readonly value: string;
  /** Where the undo is to run. */
  readonly terminal: ConfiguredTerminal;
  /** Of a return, in minor units: the sale cost at least as much. */
  readonly amount?: number | undefined;
}

/** Longer than any code that was ever seen: so many zeros may have been lost in front of one. */
const LONGEST_PADDED = 12;

/** @returns the number in one spelling: two that differ by leading zeros or case are one, to be safe. */
export function normalised(value: string): string {
  const text = value.trim().toUpperCase();
  return text.replace(/^0+(?=.)/, '');
}

/** @returns every spelling under which the index may know the number. */
export function spellings(value: string): readonly string[] {
  const bare = normalised(value);
  const lengths = Array.from({ length: LONGEST_PADDED + 1 }, (_, length) => length);
  const padded = lengths.map((length) => bare.padStart(length, '0'));
  return [...new Set([value.trim(), ...padded, ...padded.map((text) => text.toLowerCase())])];
}

/** Under which its undos are remembered: an operation id is the terminal's own, an authorisation code the country's. */
export function rememberedName({ name, value, terminal }: SaleNumber): string {
  const { merchant, country } = terminal;
  const number = normalised(value);
  return name === 'operationId'
    ? `${merchant}/${country}/${deviceOf(terminal).serialNumber}/${number}`
    : `${merchant}/${country}/${number}`;
}

/** Whether the number is that of a transaction of ours: an approved sale of the merchant, for an operation id on that very device. */
export function isNumberOf(
  { name, value, terminal }: SaleNumber,
  { accepted, status, outcome }: Snapshot,
): boolean {
  if (status !== 'approved' || !isSale(accepted.type) || accepted.merchant !== terminal.merchant)
    return false;
  const known = outcome.result?.[name];
  if (known === undefined || known === null || normalised(String(known)) !== normalised(value)) return false;
  return name === 'authorizationCode' || isSameDevice(accepted.terminal, terminal);
}

/** Whether a sale of ours whose outcome is not proven may turn out to have the number. */
export function mayBeNumberOf({ amount = 0 }: SaleNumber, { accepted, status }: Snapshot): boolean {
  return !isFinal(status) && (accepted.amount?.value ?? 0) >= amount;
}

function isSameDevice(one: Snapshot['accepted']['terminal'], other: ConfiguredTerminal): boolean {
  return one.country === other.country && deviceOf(one).serialNumber === deviceOf(other).serialNumber;
}
