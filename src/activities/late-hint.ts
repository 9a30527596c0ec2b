import { withAttemptFromHint } from '../domain/callback-agreement.js';
import type { LateHintActivities } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { keepLateNews, recallFinding } from './late-news.js';

/** Makes durable, beside a proven outcome, a callback that contradicts it: as the API does once the run has ended. */
export function lateHintActivities(deps: Dependencies): LateHintActivities {
  return {
    async keepLateHint({ snapshot, policy, announces, hint }) {
      const { accepted, idPosTxs } = withAttemptFromHint(snapshot, hint);
      const reported = { moneyMoved: snapshot.outcome.moneyMoved, idPosTxs: snapshot.idPosTxs };
      await keepLateNews(deps, { accepted, policy, announces, reported, idPosTxs, hint });
    },
    recallFinding: (run) => recallFinding(deps, run),
  };
}
