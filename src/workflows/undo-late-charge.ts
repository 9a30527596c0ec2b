import { setCurrentDetails, sleep, upsertMemo } from '@temporalio/workflow';
import { findLateContradiction, findProof, mustUndoLateCharge } from '../domain/late-result.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { LateResultFinding, LateResultInput } from './late-result.messages.js';
import { undoSale } from './undo-by-service.js';
import type { UndoEnd } from './undo-by-service.js';
import type { WorkflowClock } from './workflow-clock.js';

/** Whether the merchant's policy gives back what was found. */
export function isUndoDue({ accepted, told: reported }: LateResultInput, found: LateResultFinding): boolean {
  if (reported === undefined) return false;
  const late = findLateContradiction(reported, found);
  return late !== undefined && mustUndoLateCharge(accepted.type, reported, late);
}

/** A charge that was found, and by whom. */
export interface LateChargeToUndo {
  readonly input: LateResultInput;
  readonly found: LateResultFinding;
  readonly clock: WorkflowClock;
}

/** Gives back a charge of a sale that the shop was told had not charged. The finding is shown meanwhile. */
export async function undoLateCharge({ input, found, clock }: LateChargeToUndo): Promise<LateResultFinding> {
  let known = found;
  const show = (undo: NonNullable<LateResultFinding['undo']>) => {
    known = { ...found, undo };
    upsertMemo({ before: known });
  };
  show({ state: 'open' });
  const end = await undoSale({
    sale: buildSale(input, found),
    policy: input.policy,
    announces: input.announces,
    clock,
    mayStart: true,
    noteStart: ({ transactionId, type, reason }) => show({ state: 'open', transactionId, type, reason }),
    describe: (needsPerson) => setCurrentDetails(describe(known, needsPerson)),
    pause: (waitMs, summary) => clock.waitAtMost(waitMs, () => sleep(waitMs, { summary }).then(() => true)),
  });
  return { ...known, undo: { ...known.undo, ...toState(end) } };
}

/** As an approved sale: by the proof that came late. */
function buildSale({ accepted }: LateResultInput, { foundAt, ...finding }: LateResultFinding): Snapshot {
  const proof = findProof({ foundAt, ...finding });
  const amountCharged = proof?.kind === 'approved' ? proof.amountCharged : undefined;
  return {
    version: 1,
    accepted,
    ...(proof && { idPosTxs: proof.idPosTxs }),
    status: 'approved',
    finalAt: foundAt,
    outcome: {
      moneyMoved: 'yes',
      ...(proof && { result: proof.result }),
      ...(amountCharged && { amountCharged }),
    },
    states: [],
    evidence: [],
  };
}

function toState(end: UndoEnd) {
  if (end.kind === 'done') return { state: 'done' } as const;
  return { state: 'failed', ...(end.kind === 'failed' && { why: end.why }) } as const;
}

function describe({ undo }: LateResultFinding, needsPerson: boolean): string {
  const who = needsPerson ? ' **The undo needs a person.**' : '';
  return `The ${undo?.type ?? 'undo'} ${undo?.transactionId ?? ''} gives back a charge that was not reported to the shop.${who}`;
}
