import type { Late } from './late-result.js';
import type { Amount } from './money.js';
import { withWarning } from './record.js';
import { deriveReversalStatus, listStates } from './reversal.js';
import type { Snapshot } from './snapshot.js';
import { deriveMoneyMoved } from './status.js';
import { sumReturned } from './undo.js';
import type { Undo } from './undo.js';

/** A transaction, and what became of its money since. */
export interface NetSale {
  readonly snapshot: Snapshot;
  /** What went back in part; a sale that went back in full is reversed. */
  readonly returned?: Amount;
  readonly undos: readonly Undo[];
  /** What was proven after the end and contradicts it. */
  readonly late?: Late | undefined;
}

/**
 * A sale's net effect: `reversing` while an undo of it has no proven outcome, `reversed` once all of it went
 * back, `reversal_failed` where the service could not undo it, else approved as it was.
 */
export function computeNetSale(snapshot: Snapshot, undos: readonly Undo[]): NetSale {
  const { type } = snapshot.accepted;
  const amount = findChargedAmount(snapshot);
  if (snapshot.status !== 'approved' || amount === undefined) return { snapshot, undos };
  const returned = sumReturned(undos);
  const reversed =
    undos.some((undo) => undo.type === 'void' && undo.state === 'done') || returned >= amount.value;
  const reversing = undos.some(({ state }) => state === 'open');
  const known = reversed ? closeReversal(snapshot, undos) : snapshot;
  const own = deriveReversalStatus(snapshot) ?? 'approved';
  const status = reversed ? 'reversed' : reversing ? 'reversing' : own;
  const outcome = { ...snapshot.outcome, moneyMoved: deriveMoneyMoved(status, type) };
  const partly = status !== 'reversed' && returned > 0;
  return {
    snapshot: { ...known, status, outcome, states: listStates(known) },
    undos,
    ...(partly && { returned: { ...amount, value: returned } }),
  };
}

/**
 * @param gone the undos that Getnet, or a person, said after their end to have given nothing back. Whether the customer has the money is
 * for a person to see, so the status stays: nothing gives it back a second time.
 * @returns the sale with a warning for each.
 */
export function warnOfGoneUndos(net: NetSale, gone: readonly Undo[]): NetSale {
  const snapshot = gone.reduce((sale, undo) => withWarning(sale, describeGone(undo)), net.snapshot);
  return { ...net, snapshot };
}

function describeGone({ transactionId, type }: Undo): string {
  return `undo-gone: the ${type} ${transactionId} was approved, and later found to have given nothing back: the customer may still have paid. Check the receipts`;
}

/** The run of the sale looks at its undo now and then: what the undo has reported is known before. */
function closeReversal(snapshot: Snapshot, undos: readonly Undo[]): Snapshot {
  const { reversal } = snapshot;
  if (reversal?.state !== 'open') return snapshot;
  const endedAt = undos.findLast(({ state }) => state === 'done')?.endedAt ?? reversal.since;
  return { ...snapshot, reversal: { ...reversal, state: 'done', endedAt } };
}

/** The amount asked for, unless Getnet reports another. */
export function findChargedAmount({ accepted, outcome }: Snapshot): Amount | undefined {
  return outcome.amountCharged ?? accepted.amount;
}
