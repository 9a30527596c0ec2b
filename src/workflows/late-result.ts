import { CancellationScope, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { findSettlement } from '../domain/proof.js';
import { movesMoney } from '../domain/transaction-type.js';
import type { Proof, Verdict } from '../domain/verdict.js';
import { askGetnet } from './ask-getnet.js';
import { Attempt } from './attempt.js';
import { hintArrivedSignal } from './late-result.messages.js';
import type { LateResultFinding, LateResultInput } from './late-result.messages.js';
import { WorkflowClock } from './workflow-clock.js';

/**
 * News came for a transaction that no longer runs and does not agree with it: a callback, or the answer of a dispatch. It is
 * kept here first, then verified by a status query like any other; the finding stays with this run. A later callback starts
 * the next run.
 */
export async function lateResult(input: LateResultInput): Promise<LateResultFinding> {
  const clock = new WorkflowClock(workflowInfo().startTime.getTime());
  const attempt = new Attempt(input.accepted, input.policy.limits, clock);
  if (input.idPosTxs) attempt.recordDispatch({ kind: 'acknowledged', idPosTxs: input.idPosTxs });
  setHandler(hintArrivedSignal, (hint) => {
    clock.advance(hint.at);
    attempt.recordCallback(hint);
  });
  return CancellationScope.nonCancellable(() => verify(input, attempt, clock));
}

async function verify(
  input: LateResultInput,
  attempt: Attempt,
  clock: WorkflowClock,
): Promise<LateResultFinding> {
  // The answer of our own command, which nobody was there to take: proof like any other.
  if (input.proof) return buildFinding(input.proof, deriveMoneyMoved(input.proof, input));
  const giveUpAtMs = clock.now() + input.policy.limits.attentionAfter;
  let latest: Verdict = { kind: 'silent', cause: 'no callback named a number to ask about' };
  let declined: Proof | undefined;
  while (clock.now() < giveUpAtMs) {
    const waitMs = Math.max(attempt.schedule.nextQueryAtMs - clock.now(), 1);
    const isDue = () => attempt.schedule.isDueNow;
    const summary = 'until the next status query';
    await clock.waitAtMost(waitMs, async () => !(await condition(isDue, waitMs, { summary })));
    attempt.schedule.beginQuery();
    for (const number of attempt.numbers) {
      latest = await askGetnet({ clock }, attempt.questionAbout(number, input.policy), Infinity);
      attempt.recordVerdict(number, latest);
      const proof = findSettlement(latest, attempt.schedule)?.proof;
      if (proof?.kind === 'approved') return buildFinding(proof, deriveMoneyMoved(proof, input));
      if (proof === undefined) continue;
      // One number charged nothing; a callback may name another that did.
      declined = proof;
      attempt.disprove(number);
    }
    if (declined && attempt.numbers.length === 0) return buildFinding(declined, 'no');
    attempt.schedule.planNextQuery();
  }
  return buildFinding(latest, 'unknown');
}

function buildFinding(verdict: Verdict, moneyMoved: LateResultFinding['moneyMoved']): LateResultFinding {
  return { version: 1, moneyMoved, verdict, foundAt: new Date().toISOString() };
}

function deriveMoneyMoved({ kind }: Proof, { accepted }: LateResultInput): 'yes' | 'no' {
  return kind === 'approved' && movesMoney(accepted.type) ? 'yes' : 'no';
}
