import { findChargedAmount } from '../../domain/net-sale.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isSale } from '../../domain/transaction-type.js';
import { sumReturned } from '../../domain/undo.js';

/** A transaction as the ledger keeps it. */
export interface TransactionRow {
  readonly id: string;
  readonly merchant: string;
  readonly terminal_id: string;
  readonly branch: string;
  readonly country: string;
  readonly device: string;
  readonly type: string;
  readonly status: string;
  readonly money_moved: string;
  /** Money of this sale went back, in part or in full. */
  readonly is_undone: boolean;
  readonly reference: string | null;
  readonly id_pos_txs: string | null;
  readonly authorization_code: string | null;
  readonly operation_id: number | null;
  /** What was charged, or else asked for. */
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly returned_minor: number;
  /** Of a sale: what the shop has of it. Zero for everything else. */
  readonly net_minor: number;
  readonly undoes: string | null;
  readonly card_brand: string | null;
  readonly card_last4: string | null;
  readonly attempt: number;
  /** As `shown` says it: when the latest attempt was accepted. */
  readonly created_at: string;
  readonly final_at: string | null;
  /** JSON: what `GET` is rendered from. */
  readonly shown: string;
}

/** Pure: the same transaction gives the same row, byte for byte. */
export function toTransactionRow(shown: ShownTransaction): TransactionRow {
  const { snapshot } = shown;
  const { accepted, outcome } = snapshot;
  const { terminal, type } = accepted;
  const result = outcome.result;
  return {
    id: accepted.transactionId,
    merchant: accepted.merchant,
    terminal_id: terminal.id,
    branch: terminal.idSucursal,
    country: terminal.country,
    device: terminal.serialNumber,
    type,
    status: snapshot.status,
    money_moved: outcome.moneyMoved,
    reference: accepted.reference ?? null,
    id_pos_txs: snapshot.idPosTxs ?? null,
    authorization_code: result?.authorizationCode ?? null,
    operation_id: result?.operationId ?? null,
    ...computeMoney(shown),
    undoes: accepted.undoes?.transactionId ?? null,
    card_brand: result?.card?.brand ?? null,
    card_last4: result?.card?.last4 ?? null,
    attempt: accepted.attempt,
    created_at: accepted.createdAt,
    final_at: snapshot.finalAt ?? null,
    shown: JSON.stringify(toStoredTransaction(shown)),
  };
}

function computeMoney({ snapshot, undos }: ShownTransaction) {
  const amount = findChargedAmount(snapshot);
  const { accepted, status, outcome } = snapshot;
  const charged = amount?.value ?? 0;
  const returned = isSale(accepted.type) ? (status === 'reversed' ? charged : sumReturned(undos)) : 0;
  const isTaken = isSale(accepted.type) && outcome.moneyMoved === 'yes';
  return {
    is_undone: returned > 0 || status === 'reversed',
    amount_minor: amount?.value ?? null,
    currency: amount?.currency ?? null,
    returned_minor: returned,
    net_minor: isTaken ? charged - returned : 0,
  };
}

/**
 * What the API shows and no more: neither the options of the command nor a place in a queue, which is old at once, nor what only
 * a running transaction is asked for.
 */
function toStoredTransaction({ snapshot, undos, returned, late }: ShownTransaction): ShownTransaction {
  const { attention: _attention, ...others } = snapshot;
  const accepted = { ...snapshot.accepted, options: {} };
  return { snapshot: { ...others, accepted }, undos, ...(returned && { returned }), ...(late && { late }) };
}

/** How far a run has come: a later version of it never counts as older. Runs that ended come after all that run. */
export function computeSeq({ states, evidence }: Snapshot, hasEnded: boolean): number {
  const learned = evidence.reduce(
    (latest, { lastAt }) => Math.max(latest, computeSecondsBetween(states[0]?.at, lastAt)),
    0,
  );
  return (hasEnded ? ENDED : 0) + Math.min(states.length, 9_999) * STATE + Math.min(learned, STATE - 1);
}

/** The list of evidence may get shorter, and its latest moment never gets earlier. */
function computeSecondsBetween(from: string | undefined, to: string): number {
  const ms = Date.parse(to) - Date.parse(from ?? to);
  return Number.isFinite(ms) ? Math.floor(ms / 1_000) : 0;
}

/** Of a version that no worker has confirmed: less than any other. */
export const AS_WRITTEN = -1;

/** Whether a version of a row, by its `seq`, was read after the end of its run. */
export function isOfEndedRun(seq: number): boolean {
  return seq >= ENDED;
}

const STATE = 1_000_000;
/** The least `seq` of a version that was read after the end of its run. */
export const ENDED = 1_000_000_000_000;
