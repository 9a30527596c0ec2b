import type { FirstRun } from '../activities/contract.js';
import type { DeadRun } from '../workflows/recovery.messages.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { explainUnrecognised, worker, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';
import { explainCancelCommand } from './explain-cancel.js';
import { explainDispatch } from './explain-dispatch.js';
import {
  explainClosed,
  explainOpened,
  explainPollReported,
  explainUnknownCounted,
} from './explain-quarantine.js';
import { explainDeviceQuery, explainPromptQuery, explainStatusQuery } from './explain-queries.js';
import {
  explainClosingCheck,
  explainComparison,
  explainDaily,
  explainReport,
  explainReportStart,
} from './explain-reconciliation.js';
import {
  explainLateHint,
  explainReversalReport,
  explainReversalStart,
  explainReversed,
} from './explain-reversal.js';
import { explainCalled, explainJoined, explainLeaseWatched, explainQueueTold } from './explain-waiting.js';
import { explainAcquire, explainHolder, explainRelease } from './explain-terminal.js';
import { explainAnnounced, explainNothing, explainSending } from './explain-webhooks.js';
import { explainUndoLookup, explainUndoReport, explainUndoRequest } from './explain-undos.js';

type AnswerExplainer = (
  answer: Answer,
  context: RunContext,
) => EventExplanation | readonly EventExplanation[] | undefined;

/** By the registered name of the activity. */
const explainers: Readonly<Record<string, AnswerExplainer>> = {
  acquireLease: explainAcquire,
  releaseLease: explainRelease,
  isRepeat: explainRepeat,
  dispatch: explainDispatch,
  queryStatus: explainStatusQuery,
  queryDevice: explainDeviceQuery,
  queryAndRelease: explainPromptQuery,
  requestUndo: explainUndoRequest,
  reportUndo: explainUndoReport,
  readUndo: explainUndoLookup,
  inspectHolder: explainHolder,
  readFirstRun: explainFirstRun,
  readDeadRun: explainDeadRun,
  startRecovery: explainRecoveryStart,
  startReversal: explainReversalStart,
  readReversal: explainReversalReport,
  isReversed: explainReversed,
  startReport: explainReportStart,
  readReport: explainReport,
  compareTerminal: explainComparison,
  checkClosing: explainClosingCheck,
  openReconciliation: explainDaily,
  readReconciliation: explainDaily,
  keepLateHint: explainLateHint,
  recallFinding: explainNothing,
  sendCancel: explainCancelCommand,
  joinQueue: explainJoined,
  tellQueue: explainQueueTold,
  callWaiter: explainCalled,
  awaitLeaseEnd: explainLeaseWatched,
  countUnknown: explainUnknownCounted,
  endQuarantineByPoll: explainPollReported,
  closeToPayments: explainClosed,
  openToPayments: explainOpened,
  announceEvent: explainAnnounced,
  openDeliveries: explainNothing,
  callDeliveries: explainNothing,
  recallEndpoint: explainNothing,
  sendWebhook: explainSending,
  reportDelivery: explainNothing,
};

/** Whether an activity has words of its own. */
export function canExplainActivity(name: string): boolean {
  return Object.hasOwn(explainers, name);
}

/** @returns what an activity came to; nothing where it only confirms what was told. */
export function explainAnswer(answer: Answer, context: RunContext): readonly EventExplanation[] {
  const explain = explainers[answer.name];
  if (explain === undefined) return [explainUnrecognised(worker, `the activity ${answer.name}`)];
  const explanation = explain(answer, context);
  if (explanation === undefined) return [];
  return 'act' in explanation ? [explanation] : explanation;
}

function explainRepeat(
  { result, failure }: Answer,
  { workflowType }: RunContext,
): EventExplanation | undefined {
  if (failure === undefined && result !== true) return undefined;
  return {
    actor: workflowActor(workflowType),
    act:
      failure === undefined
        ? 'found that it repeats an earlier run'
        : 'could not find out whether it repeats an earlier run',
    why: 'an earlier run may have sent the command, so this one never says that nothing was sent',
    evidence: failure?.words,
  };
}

const firstRuns: Readonly<Record<FirstRun['kind'], string>> = {
  ended: 'the earlier run had ended, and its outcome counts',
  dispatched: 'the earlier run had given the command to a worker',
  nothing: 'the earlier run does not tell whether the command was sent',
};

function explainFirstRun({ result, failure }: Answer, { workflowType }: RunContext): EventExplanation {
  const kind = failure === undefined ? (result as FirstRun).kind : 'nothing';
  return {
    actor: workflowActor(workflowType),
    act: `read the history of the earlier run: ${firstRuns[kind]}`,
    why: 'a run that repeats an earlier one goes on from what that one had learned',
    evidence: failure?.words,
  };
}

function explainDeadRun({ result, failure }: Answer): EventExplanation {
  const dead = result as DeadRun | undefined;
  const ending = dead?.kind === 'dead' ? `: it ${dead.ending}` : '';
  return {
    actor: workflowActor('recovery'),
    act:
      failure === undefined
        ? `read what the run that ended without an outcome had learned${ending}`
        : 'could not read the run that ended without an outcome',
    why: 'the search goes on from all that was known',
    evidence: failure?.words ?? (dead?.kind === 'dead' ? `${dead.news.length} pieces of news` : dead?.kind),
  };
}

function explainRecoveryStart({ failure }: Answer): EventExplanation {
  return {
    actor: workflowActor('terminalLease'),
    act:
      failure === undefined
        ? 'had the outcome of its holder searched for'
        : 'could not have the outcome of its holder searched for',
    why: 'its holder can no longer search for it',
    evidence: failure?.words,
  };
}
