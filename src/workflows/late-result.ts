import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import type { IdPosTxs } from '../domain/ids.js';
import { settledBy } from '../domain/proof.js';
import { movesMoney } from '../domain/transaction-type.js';
import type { Proof, Verdict } from '../domain/verdict.js';
import { askGetnet } from './ask-getnet.js';
import { hintArrivedSignal } from './late-result.messages.js';
import type { LateResultFinding, LateResultInput } from './late-result.messages.js';
import { Clues } from './transaction.clues.js';

/**
 * A callback came for a transaction that no longer runs and does not agree with it. The hint is kept here first, then
 * verified by a status query like any other; the finding stays with this run.
 */
export async function lateResult(input: LateResultInput): Promise<LateResultFinding> {
  const clues = new Clues(Date.now(), input.policy.limits);
  setHandler(hintArrivedSignal, (hint) => void clues.take(hint));
  return CancellationScope.nonCancellable(() => verify(input, clues));
}

async function verify(input: LateResultInput, clues: Clues): Promise<LateResultFinding> {
  const giveUpAt = Date.now() + input.policy.limits.attentionAfter;
  let latest: Verdict = { kind: 'silent', cause: 'no callback named a number to ask about' };
  while (Date.now() < giveUpAt) {
    await condition(() => clues.dueAtOnce, Math.max(clues.nextAskAt - Date.now(), 1), {
      summary: 'until the next status query',
    });
    clues.beginAsking();
    for (const idPosTxs of numbersToAsk(input, clues)) {
      latest = await ask(input, idPosTxs);
      const settlement = settledBy(latest, clues);
      if (settlement) return found(settlement.proof, movedBy(settlement.proof, input));
    }
    clues.planNextAsk();
  }
  return found(latest, 'unknown');
}

function numbersToAsk({ idPosTxs }: LateResultInput, { numbers }: Clues): ReadonlySet<IdPosTxs> {
  return new Set(idPosTxs === undefined ? numbers : [idPosTxs, ...numbers]);
}

function ask(input: LateResultInput, idPosTxs: IdPosTxs): Promise<Verdict> {
  const idFromCallback = idPosTxs !== input.idPosTxs;
  return askGetnet(input, { idPosTxs, idFromCallback, atOnce: false, budgetLeft: Infinity });
}

function found(verdict: Verdict, moved: LateResultFinding['moneyMoved']): LateResultFinding {
  return { version: 1, moneyMoved: moved, verdict, foundAt: new Date().toISOString() };
}

function movedBy({ kind }: Proof, { accepted }: LateResultInput): 'yes' | 'no' {
  return kind === 'approved' && movesMoney(accepted.type) ? 'yes' : 'no';
}
