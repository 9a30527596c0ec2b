import { randomUUID } from 'node:crypto';
import { buildCustomId, parseIdPosTxs, parseTransactionId } from '../../src/domain/ids.js';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { Policy, TimeLimits } from '../../src/domain/policy.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { UndoneSale } from '../../src/domain/undo.js';
import type { Proof, TerminalResult } from '../../src/domain/verdict.js';

/** Times short enough for a test. A busy machine has long enough to send: a sale that expires says nothing about its story. */
export const quick: TimeLimits = {
  dispatchWithin: 20_000,
  getnetTimeout: 1_000,
  lifecycleWindow: 600,
  lifecycleLimit: 1_500,
  attentionAfter: 8_000,
  retryWithin: 60_000,
  callbackValidFor: 60_000,
};

export function requireIdPosTxs(text: string): IdPosTxs {
  const known = parseIdPosTxs(text);
  if (known === undefined) throw new Error(`${text} is no idPosTxs`);
  return known;
}

export function buildTerminalResult(over: Partial<TerminalResult> = {}): TerminalResult {
  return {
    responseCode: 0,
    responseMessage: 'Aprobado',
    authorizationCode: '012345',
    operationId: 42,
    card: { brand: 'MC', type: 'CR', last4: '1234' },
    receipt: {},
    ...over,
  };
}

export const approved = (id = '900001'): Proof => ({
  kind: 'approved',
  result: buildTerminalResult(),
  idPosTxs: requireIdPosTxs(id),
  namesUs: true,
});
export const declined = (id = '900001'): Proof => ({
  kind: 'declined',
  result: buildTerminalResult({ responseCode: 9001, responseMessage: 'Rechazado', authorizationCode: null }),
  idPosTxs: requireIdPosTxs(id),
  namesUs: true,
});

let serial = 0;

/** What one sale is about; every sale gets a terminal of its own unless told otherwise. */
export interface SaleTerms {
  readonly serialNumber?: string;
  readonly attempt?: number;
  readonly id?: string;
  readonly dispatchBy?: number;
  /** Milliseconds since the API accepted it. */
  readonly acceptedAgo?: number;
  /** It waits for a busy terminal, so long at the most. */
  readonly maxWaitMs?: number;
  readonly mode?: Policy['mode'];
  readonly limits?: Partial<TimeLimits>;
  readonly deviceQuery?: boolean;
  readonly confirmWithinMs?: number;
  /** Absent: accepted before a transaction could be cancelled. */
  readonly cancelCommand?: boolean;
  /** Absent: accepted before a cancel request followed its held command. */
  readonly cancelFollowsCommand?: boolean;
  /** Absent: accepted before the time for a callback counted from the sending. */
  readonly countsCallbacksFromSending?: boolean;
}

/** @returns the input of a sale of CLP 5,990. */
export function saleInput(terms: SaleTerms = {}): { version: 1; accepted: Accepted; policy: Policy } {
  const id = parseTransactionId(terms.id ?? `tx_${randomUUID().replaceAll('-', '').slice(0, 19)}`);
  if (id === undefined) throw new Error(`${terms.id} is no transaction id`);
  const attempt = { transactionId: id, attempt: terms.attempt ?? 1 };
  const limits = { ...quick, ...terms.limits };
  const now = Date.now();
  serial += 1;
  const accepted: Accepted = {
    ...attempt,
    customId: buildCustomId(attempt),
    requestHash: 'a'.repeat(64),
    merchant: 'demo-cl',
    terminal: {
      id: 'cl-till-1',
      country: 'CL',
      idTerminal: '70000001',
      idSucursal: '10001',
      serialNumber: terms.serialNumber ?? `SN-${process.pid}-${now}-${serial}`,
    },
    type: 'sale',
    amount: { value: 5990, currency: 'CLP' },
    reference: 'ORD-1001',
    options: { saleType: 0, ticketNumber: 'ORD-1001' },
    ...(terms.confirmWithinMs !== undefined && { confirmWithinMs: terms.confirmWithinMs }),
    ...(terms.maxWaitMs !== undefined && { maxWaitMs: terms.maxWaitMs }),
    createdAt: new Date(now - (terms.acceptedAgo ?? 0)).toISOString(),
    dispatchBy: terms.dispatchBy ?? now + limits.dispatchWithin,
  };
  const policy: Policy = {
    mode: terms.mode ?? 'async',
    limits,
    offlineMeans: 'not_sent',
    deviceQuery: terms.deviceQuery ?? false,
    claimsDispatch: true,
    ...(terms.cancelCommand !== undefined && { cancelCommand: terms.cancelCommand }),
    ...(terms.cancelFollowsCommand && { cancelFollowsCommand: true }),
    ...(terms.countsCallbacksFromSending && { countsCallbacksFromSending: true }),
  };
  return { version: 1, accepted, policy };
}

/** What an undo of a sale is about. */
export interface UndoTerms extends SaleTerms {
  readonly type?: 'void' | 'return';
  /** Minor units; a void gives all of it back. */
  readonly value?: number;
}

/** A sale of CLP 5,990 that may be undone. */
export function buildUndoneSale(over: Partial<UndoneSale> = {}): UndoneSale {
  const { transactionId } = saleInput().accepted;
  return {
    name: transactionId,
    transactionId,
    merchant: 'demo-cl',
    terminalId: 'cl-till-1',
    amount: { value: 5990, currency: 'CLP' },
    rememberUntil: Date.now() + 60_000,
    ...over,
  };
}

/** @returns the input of a void or return of a sale. */
export function buildUndoInput(
  sale: UndoneSale,
  { type = 'void', value = 5990, ...terms }: UndoTerms = {},
): ReturnType<typeof saleInput> {
  const { accepted, ...input } = saleInput(terms);
  const amount = { value, currency: 'CLP' as const };
  const options: Accepted['options'] =
    type === 'void' ? { operationId: 42 } : { authorizationCode: '012345' };
  return { ...input, accepted: { ...accepted, type, amount, options, undoes: sale } };
}
