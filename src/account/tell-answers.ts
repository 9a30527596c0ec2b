import type { FirstRun } from '../activities/contract.js';
import type { DeadRun } from '../workflows/recovery.messages.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { tellUnrecognised, worker, workflowActor } from './entry.js';
import type { Telling } from './entry.js';
import { tellCancelCommand } from './tell-cancel.js';
import { tellDispatch } from './tell-dispatch.js';
import { tellClosed, tellOpened, tellPollReported, tellUnknownCounted } from './tell-quarantine.js';
import { tellDeviceQuery, tellPromptQuery, tellStatusQuery } from './tell-queries.js';
import {
  tellClosingCheck,
  tellComparison,
  tellDaily,
  tellReport,
  tellReportStart,
} from './tell-reconciliation.js';
import { tellLateHint, tellReversalReport, tellReversalStart, tellReversed } from './tell-reversal.js';
import { tellCalled, tellJoined, tellLeaseWatched, tellQueueTold } from './tell-waiting.js';
import { tellAcquire, tellHolder, tellRelease } from './tell-terminal.js';
import { tellAnnounced, tellNothing, tellSending } from './tell-webhooks.js';
import { tellUndoLookup, tellUndoReport, tellUndoRequest } from './tell-undos.js';

type TellAnswer = (answer: Answer, context: RunContext) => Telling | readonly Telling[] | undefined;

/** By the registered name of the activity. */
const tellers: Readonly<Record<string, TellAnswer>> = {
  acquireLease: tellAcquire,
  releaseLease: tellRelease,
  isRepeat: tellRepeat,
  dispatch: tellDispatch,
  queryStatus: tellStatusQuery,
  queryDevice: tellDeviceQuery,
  queryAndRelease: tellPromptQuery,
  requestUndo: tellUndoRequest,
  reportUndo: tellUndoReport,
  readUndo: tellUndoLookup,
  inspectHolder: tellHolder,
  readFirstRun: tellFirstRun,
  readDeadRun: tellDeadRun,
  startRecovery: tellRecoveryStart,
  startReversal: tellReversalStart,
  readReversal: tellReversalReport,
  isReversed: tellReversed,
  startReport: tellReportStart,
  readReport: tellReport,
  compareTerminal: tellComparison,
  checkClosing: tellClosingCheck,
  openReconciliation: tellDaily,
  readReconciliation: tellDaily,
  keepLateHint: tellLateHint,
  sendCancel: tellCancelCommand,
  joinQueue: tellJoined,
  tellQueue: tellQueueTold,
  callWaiter: tellCalled,
  awaitLeaseEnd: tellLeaseWatched,
  countUnknown: tellUnknownCounted,
  endQuarantineByPoll: tellPollReported,
  closeToPayments: tellClosed,
  openToPayments: tellOpened,
  announceEvent: tellAnnounced,
  openDeliveries: tellNothing,
  callDeliveries: tellNothing,
  recallEndpoint: tellNothing,
  sendWebhook: tellSending,
  reportDelivery: tellNothing,
};

/** Whether an activity has words of its own. */
export function hasWordsForActivity(name: string): boolean {
  return Object.hasOwn(tellers, name);
}

/** @returns what an activity came to; nothing where it only confirms what was told. */
export function tellAnswer(answer: Answer, context: RunContext): readonly Telling[] {
  const tell = tellers[answer.name];
  if (tell === undefined) return [tellUnrecognised(worker, `the activity ${answer.name}`)];
  const telling = tell(answer, context);
  if (telling === undefined) return [];
  return 'act' in telling ? [telling] : telling;
}

function tellRepeat({ result, failure }: Answer, { workflowType }: RunContext): Telling | undefined {
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

function tellFirstRun({ result, failure }: Answer, { workflowType }: RunContext): Telling {
  const kind = failure === undefined ? (result as FirstRun).kind : 'nothing';
  return {
    actor: workflowActor(workflowType),
    act: `read the history of the earlier run: ${firstRuns[kind]}`,
    why: 'a run that repeats an earlier one goes on from what that one had learned',
    evidence: failure?.words,
  };
}

function tellDeadRun({ result, failure }: Answer): Telling {
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

function tellRecoveryStart({ failure }: Answer): Telling {
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
