import { isAgreement, toReportedOutcome } from '../domain/callback-agreement.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Proof } from '../domain/verdict.js';
import type { CallbackHint } from '../workflows/transaction.messages.js';
import type { DispatchOrder } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { keepLateNews } from './late-news.js';

/** What a worker could not tell its run. */
export interface LateOutcome {
  readonly outcome: DispatchOutcome;
  /** The transaction, if it has ended with an outcome. */
  readonly ended: Snapshot | undefined;
}

/**
 * Keeps, beside a run that has ended, what Getnet answered to its command: the proof, or the number to ask about. What agrees with the
 * outcome is not kept.
 */
export async function keepLateOutcome(
  deps: Dependencies,
  { accepted, policy }: DispatchOrder,
  { outcome, ended }: LateOutcome,
): Promise<void> {
  const { proof, idPosTxs } = readOutcome(outcome);
  if (proof === undefined && idPosTxs === undefined) return;
  const number = idPosTxs && { idPosTxs };
  const claims = proof?.kind ?? 'nothing';
  const { customId } = accepted;
  const digest = `answer of the dispatch of ${customId}`;
  const hint: CallbackHint = { version: 1, customId, digest, claims, ...number };
  if (ended && isAgreement(ended, hint)) return;
  // Of a run that was ended by hand its caller was told that nothing is known.
  const reported = ended ? toReportedOutcome(ended) : { moneyMoved: 'unknown' as const, ...number };
  await keepLateNews(deps, { accepted, policy, reported, ...number, proof, hint });
}

function readOutcome(outcome: DispatchOutcome): {
  readonly proof?: Proof | undefined;
  readonly idPosTxs?: IdPosTxs | undefined;
} {
  switch (outcome.kind) {
    case 'finished':
      return { proof: outcome.proof, idPosTxs: outcome.proof.idPosTxs };
    case 'acknowledged':
    case 'unknown':
      return { idPosTxs: outcome.idPosTxs };
    case 'refused':
    case 'unreachable':
    case 'expired':
    case 'withheld':
    case 'reset':
      return {};
  }
}
