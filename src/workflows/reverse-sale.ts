import type { ReversalOrder, ReversalStart } from '../activities/contract.js';
import { decideReversalStep } from '../domain/reversal.js';
import type { ReversalReport } from '../domain/reversal.js';
import { isRepeat } from './acquire-terminal.js';
import { reversalProxy } from './activity-proxies.js';
import { keepContradictions, waitForNews } from './held-open.js';
import { isHistoryFull } from './history-limit.js';
import type { TransactionState } from './transaction-state.js';
import { describeEnd, describeReversal } from './ui-details.js';

/** What is asked for next; nothing yet for the first time. */
type NextOrder = Pick<ReversalOrder, 'attempt' | 'type' | 'reason'>;

type Started = Extract<ReversalStart, { kind: 'started' }>;

/**
 * Gives back a sale that was not confirmed, once. The undo is a transaction of its own, under an id that follows from the
 * sale's: it waits for the terminal, it is searched for its outcome, and it goes on when this run is terminated or reset. It is
 * tried again only where it provably was not sent.
 */
export async function reverseSale(state: TransactionState): Promise<void> {
  state.openReversal();
  await undoOnce(state);
  if (state.snapshot.reversal?.state === 'failed') await waitForPerson(state);
}

async function undoOnce(state: TransactionState): Promise<void> {
  const mayStart = !(await isRepeat(state));
  let next: NextOrder = { attempt: 1 };
  for (let tries = 0; ; tries += 1) {
    const start = await startUndo(state, { ...next, mayStart });
    if (start.kind === 'already_reversed') return state.endReversal('done');
    if (start.kind === 'not_started') return state.endReversal('failed', REPEATED_SALE);
    if (start.kind === 'impossible') return state.endReversal('failed', `${start.reason}. ${UNDO_BY_HAND}`);
    if (start.kind === 'started') {
      state.noteReversal(start);
      const report = await followUndo(state, { ...start, attempt: next.attempt });
      const following = decideNext(state, start, report);
      if (following === undefined) return;
      next = following;
    }
    await pause(state, pauseMs(tries, LONGEST_PAUSE_MS), 'until the undo is tried again');
  }
}

/** @returns undefined where the reversal has ended. */
function decideNext(state: TransactionState, start: Started, report: ReversalReport): NextOrder | undefined {
  const { type, reason } = start;
  const detail = 'detail' in report && report.detail !== undefined ? `: ${report.detail}` : '';
  const why = 'reason' in report ? `${report.reason}${detail}` : `${report.kind}${detail}`;
  switch (decideReversalStep(report, type)) {
    case 'done':
      state.endReversal('done');
      return undefined;
    case 'retry':
      return { attempt: ('attempt' in report ? report.attempt : 1) + 1, type, reason };
    case 'return_instead':
      return { attempt: 1, type: 'return', reason: `its void was not sent (${why})` };
    case 'wait':
    case 'fail':
      state.endReversal('failed', `The ${type} ${start.transactionId} ended ${why}. ${UNDO_BY_HAND}`);
      return undefined;
  }
}

/** Until its outcome is known: one that needs a person is settled there, and is looked at now and then. */
async function followUndo(
  state: TransactionState,
  { transactionId, attempt }: Started & { readonly attempt: number },
): Promise<ReversalReport> {
  for (let looks = 0; ; looks += 1) {
    const report = await state.clock.read(reversalProxy.readReversal({ transactionId, attempt }));
    if (report.kind !== 'open' || isHistoryFull()) return report;
    state.describe(describeReversal(state, report.needsPerson));
    const longest = report.needsPerson ? LONGEST_PAUSE_FOR_A_PERSON_MS : LONGEST_PAUSE_MS;
    await pause(state, pauseMs(looks, longest), 'until the undo is looked at again');
  }
}

function startUndo(
  { snapshot: sale, policy, clock }: TransactionState,
  order: NextOrder & Pick<ReversalOrder, 'mayStart'>,
): Promise<ReversalStart> {
  return clock.read(reversalProxy.startReversal({ sale, policy, ...order }));
}

/** The sale stands although nobody wanted it. A person undoes it, by a request of the shop's or at the terminal, or keeps it. */
async function waitForPerson(state: TransactionState): Promise<void> {
  state.describe(describeEnd(state));
  for (let looks = 0; isReversalFailed(state) && !isHistoryFull(); looks += 1) {
    await pause(
      state,
      pauseMs(looks, LONGEST_PAUSE_FOR_A_PERSON_MS),
      'until somebody undoes or keeps the sale',
    );
    const { isReversed } = await state.clock.read(reversalProxy.isReversed(state.snapshot));
    if (isReversed && isReversalFailed(state)) state.endReversal('done');
  }
}

function isReversalFailed({ snapshot }: TransactionState): boolean {
  return snapshot.reversal?.state === 'failed';
}

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_FOR_A_PERSON_MS = 3_600_000;

function pauseMs(tries: number, longestMs: number): number {
  return Math.min(SHORTEST_PAUSE_MS * 1.5 ** Math.min(tries, 50), longestMs);
}

async function pause(state: TransactionState, waitMs: number, summary: string): Promise<void> {
  await keepContradictions(state);
  await waitForNews(state, waitMs, summary);
}

const UNDO_BY_HAND =
  'The sale stands: void or return it with a request of your own, or at the terminal, or keep the money.';

const REPEATED_SALE =
  'This run repeats an earlier one, so it cannot know whether the sale was confirmed, and undoes nothing by itself. ' +
  'Check with the shop: if the sale is not wanted, void or return it.';
