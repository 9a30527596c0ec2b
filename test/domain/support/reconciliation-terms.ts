import type { TransactionId } from '../../../src/domain/ids.js';
import type { OurSale } from '../../../src/domain/reconciliation-lines.js';
import type { ReportedSale } from '../../../src/domain/verdict.js';

/** 15 January 2026, 10:00 in Santiago. */
export const OPENING_MS = Date.parse('2026-01-15T13:00:00Z');

export const clp = (value: number) => ({ value, currency: 'CLP' as const });

/** One of our sales; each is approved, and of this batch, unless told otherwise. */
export function buildOurSale(n: number, over: Partial<OurSale> = {}): OurSale {
  return {
    transactionId: `tx_${String(n).padStart(19, '0')}` as TransactionId,
    state: 'approved',
    status: 'approved',
    batch: 'this',
    isOptional: false,
    operationId: n,
    authorizationCode: String(100_000 + n),
    amount: clp(1_000 + n),
    createdAtMs: OPENING_MS + n * 60_000,
    ...over,
  };
}

/** The line of a terminal's report about a sale of ours. */
export function buildLineAbout(sale: OurSale, over: Partial<ReportedSale> = {}): ReportedSale {
  const { operationId, authorizationCode, amount, createdAtMs } = sale;
  const realDate = writeSantiagoTime(createdAtMs + 20_000);
  return { operationId, authorizationCode, amount, card: null, accountingDate: realDate, realDate, ...over };
}

/** In January the clock of Santiago is three hours behind UTC. */
export function writeSantiagoTime(atMs: number): string {
  return new Date(atMs - 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** What our side has where Getnet gave no numbers. */
export const nameless = { operationId: null, authorizationCode: null };
