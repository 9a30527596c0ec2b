import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import { settledBy } from '../domain/proof.js';
import { movesMoney } from '../domain/transaction-type.js';
import type { Proof, Verdict } from '../domain/verdict.js';
import { askGetnet } from './ask-getnet.js';
import { Attempt } from './attempt.js';
import { hintArrivedSignal } from './late-result.messages.js';
import type { LateResultFinding, LateResultInput } from './late-result.messages.js';

/**
 * News came for a transaction that no longer runs and does not agree with it: a callback, or the answer of a dispatch. It is
 * kept here first, then verified by a status query like any other; the finding stays with this run. A later callback starts
 * the next run.
 */
export async function lateResult(input: LateResultInput): Promise<LateResultFinding> {
  const attempt = new Attempt(input.accepted, input.policy.limits, Date);
  if (input.idPosTxs) attempt.takeDispatch({ kind: 'acknowledged', idPosTxs: input.idPosTxs });
  setHandler(hintArrivedSignal, (hint) => void attempt.takeCallback(hint));
  return CancellationScope.nonCancellable(() => verify(input, attempt));
}

async function verify(input: LateResultInput, attempt: Attempt): Promise<LateResultFinding> {
  // The answer of our own command, which nobody was there to take: proof like any other.
  if (input.proof) return finding(input.proof, movedBy(input.proof, input));
  const giveUpAt = Date.now() + input.policy.limits.attentionAfter;
  let latest: Verdict = { kind: 'silent', cause: 'no callback named a number to ask about' };
  while (Date.now() < giveUpAt) {
    await condition(
      () => attempt.schedule.isDueAtOnce,
      Math.max(attempt.schedule.nextAskAt - Date.now(), 1),
      {
        summary: 'until the next status query',
      },
    );
    attempt.schedule.beginQuery();
    for (const number of attempt.numbers) {
      latest = await askGetnet(attempt.questionAbout(number, input.policy), Infinity);
      attempt.recordVerdict(number, latest);
      const settlement = settledBy(latest, attempt.schedule);
      if (settlement) return finding(settlement.proof, movedBy(settlement.proof, input));
    }
    attempt.schedule.planNextAsk();
  }
  return finding(latest, 'unknown');
}

function finding(verdict: Verdict, moneyMoved: LateResultFinding['moneyMoved']): LateResultFinding {
  return { version: 1, moneyMoved, verdict, foundAt: new Date().toISOString() };
}

function movedBy({ kind }: Proof, { accepted }: LateResultInput): 'yes' | 'no' {
  return kind === 'approved' && movesMoney(accepted.type) ? 'yes' : 'no';
}
