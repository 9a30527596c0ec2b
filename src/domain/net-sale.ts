import type { Amount } from './money.js';
import type { Snapshot } from './snapshot.js';
import { deriveMoneyMoved } from './status.js';
import { sumReturned } from './undo.js';
import type { Undo } from './undo.js';

/** An approved sale and what became of its money since. */
export interface NetSale {
  readonly snapshot: Snapshot;
  /** What went back in part; a sale that went back in full is reversed. */
  readonly returned?: Amount;
  readonly undos: readonly Undo[];
}

/**
 * A sale's net effect: `reversing` while an undo of it has no proven outcome, `reversed` once all of it went
 * back, else approved as it was.
 */
export function computeNetSale(snapshot: Snapshot, undos: readonly Undo[]): NetSale {
  const { type } = snapshot.accepted;
  const amount = findChargedAmount(snapshot);
  if (snapshot.status !== 'approved' || amount === undefined) return { snapshot, undos };
  const returned = sumReturned(undos);
  const reversed =
    undos.some((undo) => undo.type === 'void' && undo.state === 'done') || returned >= amount.value;
  const reversing = undos.some(({ state }) => state === 'open');
  const status = reversed ? 'reversed' : reversing ? 'reversing' : 'approved';
  const outcome = { ...snapshot.outcome, moneyMoved: deriveMoneyMoved(status, type) };
  const partly = !reversed && returned > 0;
  return {
    snapshot: { ...snapshot, status, outcome },
    undos,
    ...(partly && { returned: { ...amount, value: returned } }),
  };
}

/** The amount asked for, unless Getnet reports another. */
export function findChargedAmount({ accepted, outcome }: Snapshot): Amount | undefined {
  return outcome.amountCharged ?? accepted.amount;
}
