import type { ReversalOrder, ReversalStart } from '../activities/contract.js';
import { computeRetryPauseMs, decideReversalStep } from '../domain/reversal.js';
import type { ReversalReport } from '../domain/reversal.js';
import { reversalProxy } from './activity-proxies.js';
import { isHistoryFull } from './history-limit.js';
import type { WorkflowClock } from './workflow-clock.js';

/** A sale that the service undoes without a request. */
export interface UndoByService extends Pick<ReversalOrder, 'sale' | 'policy' | 'announces' | 'mayStart'> {
  readonly clock: WorkflowClock;
  /** Before each look at whether it may be undone: what is said against its charge is verified first. */
  readonly keepNews?: () => Promise<void>;
  /** Its id is known now, and why by a void or a return. */
  readonly noteStart: (start: StartedUndo) => void;
  /** @param needsPerson the undo has no proven outcome, and nobody but a person may find it. */
  readonly describe: (needsPerson: boolean) => void;
  readonly pause: (waitMs: number, summary: string) => Promise<void>;
}

export type StartedUndo = Extract<ReversalStart, { kind: 'started' }>;

/** `not_started`: this run repeats an earlier one, which had started none. */
export type UndoEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'not_started' };

/** What is asked for next; nothing yet for the first time. */
type NextOrder = Pick<ReversalOrder, 'attempt' | 'type' | 'reason'>;

/**
 * Undoes a sale, once. The undo is a transaction of its own, under an id that follows from the sale's: it waits for the terminal,
 * it is searched for its outcome, and it goes on when the run that asked for it is terminated or reset. It is tried again only
 * where it provably was not sent.
 */
export async function undoSale(order: UndoByService): Promise<UndoEnd> {
  const { sale, policy, announces, mayStart, clock } = order;
  let next: NextOrder = { attempt: 1 };
  for (let tries = 0; !isHistoryFull(); tries += 1) {
    await order.keepNews?.();
    const start = await clock.read(
      reversalProxy.startReversal({ sale, policy, announces, ...next, mayStart }),
    );
    if (start.kind === 'already_reversed') return { kind: 'done' };
    if (start.kind === 'not_started') return start;
    if (start.kind === 'impossible') return { kind: 'failed', why: start.reason };
    if (start.kind === 'started') {
      order.noteStart(start);
      const following = decideNext(start, await followUndo(order, start, next.attempt));
      if ('kind' in following) return following;
      next = following;
    }
    // Another undo of the sale that has no proven outcome may need a person.
    const longestMs = start.kind === 'blocked' ? MAX_PAUSE_FOR_A_PERSON_MS : MAX_PAUSE_MS;
    const leastMs = computeRetryPauseMs(next.attempt, policy.limits.retryWithin);
    const pauseMs = Math.max(computePauseMs(tries, longestMs), leastMs);
    await order.pause(pauseMs, 'until the undo is tried again');
  }
  return { kind: 'failed', why: 'The history of this run is full, so it does not try again' };
}

function decideNext(start: StartedUndo, report: ReversalReport): NextOrder | UndoEnd {
  const { type, reason } = start;
  const detail = 'detail' in report && report.detail !== undefined ? `: ${report.detail}` : '';
  const why = 'reason' in report ? `${report.reason}${detail}` : `${report.kind}${detail}`;
  switch (decideReversalStep(report, type)) {
    case 'done':
      return { kind: 'done' };
    case 'retry':
      return { attempt: ('attempt' in report ? report.attempt : 1) + 1, type, reason };
    case 'return_instead':
      return { attempt: 1, type: 'return', reason: `its void was not sent (${why})` };
    case 'wait':
    case 'fail':
      return { kind: 'failed', why: `The ${type} ${start.transactionId} ended ${why}` };
  }
}

/** Until its outcome is known: one that needs a person is settled there, and is looked at now and then. */
async function followUndo(
  { clock, describe, pause }: UndoByService,
  { transactionId }: StartedUndo,
  attempt: number,
): Promise<ReversalReport> {
  for (let looks = 0; ; looks += 1) {
    const report = await clock.read(reversalProxy.readReversal({ transactionId, attempt }));
    if (report.kind !== 'open' || isHistoryFull()) return report;
    describe(report.needsPerson);
    const longest = report.needsPerson ? MAX_PAUSE_FOR_A_PERSON_MS : MAX_PAUSE_MS;
    await pause(computePauseMs(looks, longest), 'until the undo is looked at again');
  }
}

const MIN_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;
export const MAX_PAUSE_FOR_A_PERSON_MS = 3_600_000;

/** Grows with the number of looks. */
export function computePauseMs(looks: number, longestMs: number): number {
  return Math.min(MIN_PAUSE_MS * 1.5 ** Math.min(looks, 50), longestMs);
}
