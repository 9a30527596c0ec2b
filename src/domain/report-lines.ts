import { toWallClock } from './local-time.js';
import { findChargedAmount } from './net-sale.js';
import { PROPOSE_WITHIN_MS, measureDistanceMs } from './reconciliation-match.js';
import { compareNumbers, isSameAmount } from './reconciliation-numbers.js';
import type { NumbersAndAmount } from './reconciliation-numbers.js';
import type { Snapshot } from './snapshot.js';
import { toDevice } from './terminal.js';
import { findDispatchedAtMs } from './terminal-chain.js';
import { isSale } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';
import type { ReportedSale } from './verdict.js';

/** Reports of a terminal that list sales, or show the voucher of one. */
export const proposingTypes = [
  'details',
  'last_voucher',
  'duplicate',
] as const satisfies readonly TransactionType[];

export type ProposingType = (typeof proposingTypes)[number];

/**
 * The lines of a report that fit a sale by themselves. Whether one of them belongs to another sale is not asked yet.
 *
 * @returns none for a report that may not speak for the sale.
 */
export function findFittingLines(sale: Snapshot, report: Snapshot): readonly ReportedSale[] {
  if (!mayPropose(sale, report)) return [];
  const ticket = readTicket(report);
  return listLines(report).filter(
    (line) => isNamed(line) && line.isSale !== false && fitsSale(sale, line, ticket),
  );
}

export function toNumbersAndAmount(snapshot: Snapshot): NumbersAndAmount {
  const { operationId = null, authorizationCode = null } = snapshot.outcome.result ?? {};
  return { operationId, authorizationCode, amount: findChargedAmount(snapshot) ?? null };
}

export function fitsSale(sale: Snapshot, line: ReportedSale, ticket: string | null): boolean {
  const ours = toNumbersAndAmount(sale);
  const own = readOwnTicket(sale);
  if (ticket !== null && own !== null && ticket !== own) return false;
  return (
    compareNumbers(line, ours) !== 'contradicts' &&
    isSameAmount(line, ours) &&
    isNearInTime(sale, line, findSoldAtMs(sale))
  );
}

export function isNearInTime({ accepted }: Snapshot, line: ReportedSale, atMs: number): boolean {
  const wallClockMs = toWallClock(accepted.terminal.country, atMs);
  return (measureDistanceMs(line, wallClockMs) ?? Infinity) <= PROPOSE_WITHIN_MS;
}

export function findSoldAtMs(sale: Snapshot): number {
  return findDispatchedAtMs(sale) ?? getAcceptedAtMs(sale);
}

export function getAcceptedAtMs({ accepted }: Snapshot): number {
  return Date.parse(accepted.createdAt);
}

export function isSameTransaction(one: Snapshot['accepted'], other: Snapshot['accepted']): boolean {
  return one.transactionId === other.transactionId;
}

/** Getnet sends the sale's `ticketNumber` back as `ticket`, where it sends one. */
export function readTicket({ accepted, outcome }: Snapshot): string | null {
  const ticket = accepted.type === 'details' ? undefined : outcome.result?.receipt['ticket'];
  return ticket === undefined || ticket === null || ticket === '' ? null : String(ticket);
}

export function readOwnTicket({ accepted }: Snapshot): string | null {
  const ticket = accepted.options['ticketNumber'];
  return typeof ticket === 'string' ? ticket : null;
}

export function isProposingType(type: TransactionType): type is ProposingType {
  return proposingTypes.some((one) => one === type);
}

/** Whether a report may speak for a sale: the same terminal was asked after the command, and it completed. */
function mayPropose(sale: Snapshot, report: Snapshot): boolean {
  const [soldAtMs, askedAtMs] = [findDispatchedAtMs(sale), findDispatchedAtMs(report)];
  return (
    sale.status === 'needs_attention' &&
    isSale(sale.accepted.type) &&
    report.status === 'completed' &&
    isProposingType(report.accepted.type) &&
    report.accepted.merchant === sale.accepted.merchant &&
    isSameDevice(sale, report) &&
    soldAtMs !== undefined &&
    askedAtMs !== undefined &&
    askedAtMs > soldAtMs
  );
}

function isSameDevice(one: Snapshot, other: Snapshot): boolean {
  const [mine, theirs] = [toDevice(one.accepted.terminal), toDevice(other.accepted.terminal)];
  return mine.country === theirs.country && mine.serialNumber === theirs.serialNumber;
}

function listLines({ outcome }: Snapshot): readonly ReportedSale[] {
  return outcome.result?.report?.sales ?? [];
}

/** What a terminal lists without any number may be an attempt that was refused. */
function isNamed({ operationId, authorizationCode }: ReportedSale): boolean {
  return operationId !== null || authorizationCode !== null;
}
