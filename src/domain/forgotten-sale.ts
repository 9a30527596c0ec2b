import { findFirstRequest } from './key-use.js';
import { computeNetSale } from './net-sale.js';
import type { NetSale } from './net-sale.js';
import type { Snapshot } from './snapshot.js';
import type { MoneyMoved, Status } from './status.js';
import { chooseUndoEnding, withUndoEnding } from './undo-list.js';
import type { Undo } from './undo.js';

/** What a sale that Getnet approved is shown as. */
const SOLD: readonly Status[] = ['approved', 'reversing', 'reversed', 'reversal_failed'];

/** What an undo of a sale says when its sale is past its retention. */
export interface UndoNews {
  readonly snapshot: Snapshot;
  /** What a late callback about it led to. */
  readonly late: MoneyMoved | undefined;
}

/**
 * Pure. The run of a sale may be forgotten while an undo of it still waits for its outcome: then the ledger alone knows the sale.
 *
 * @param sale as it was shown last.
 * @returns the sale as the undo leaves it; undefined where it was no approved sale, or nothing has changed.
 */
export function withUndoNews(sale: NetSale, { snapshot: undo, late }: UndoNews): NetSale | undefined {
  const { snapshot } = sale;
  if (!SOLD.includes(snapshot.status)) return undefined;
  const { customId, createdAt } = undo.accepted;
  const listed = sale.undos.find((one) => one.customId === customId);
  const known = listed ? sale.undos : [...sale.undos, toOpenUndo(undo)];
  const ending = chooseUndoEnding(listed ?? { customId }, { report: { snapshot: undo, doubts: [] }, late });
  const undos = ending === undefined ? known : withUndoEnding(known, ending, undo.finalAt ?? createdAt);
  if (undos.every((one, place) => one === sale.undos[place])) return undefined;
  const outcome = { ...snapshot.outcome, moneyMoved: 'yes' } as const;
  const net = computeNetSale({ ...snapshot, status: 'approved', outcome }, undos);
  // Its log has the states of its reversal already.
  return { ...net, snapshot: { ...net.snapshot, states: snapshot.states }, late: sale.late };
}

function toOpenUndo({ accepted }: Snapshot): Undo {
  const { transactionId, customId, terminal, amount, createdAt } = accepted;
  const type = accepted.type === 'void' ? 'void' : 'return';
  const firstRequest = findFirstRequest(accepted);
  return {
    transactionId,
    customId,
    type,
    terminalId: terminal.id,
    ...(firstRequest !== undefined && { firstRequest }),
    state: 'open',
    since: createdAt,
    ...(amount && { amount }),
  };
}
