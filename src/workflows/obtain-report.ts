import { sleep } from '@temporalio/workflow';
import type { ReportOrder, ReportProgress } from '../activities/contract.js';
import type { NotSentReason } from '../domain/not-sent.js';
import { reportProxy } from './activity-proxies.js';
import { computePauseMs } from './undo-by-service.js';

/** How a command of a reconciliation ended. */
export type CommandEnd =
  | { readonly kind: 'told' }
  | {
      readonly kind: 'not_told';
      /** A clause: why it did not come to an end. */
      readonly why: string;
      readonly reason?: NotSentReason;
      /** It may have run all the same. */
      readonly isUnknown?: true;
    };

/** A terminal that is busy is waited for, in its queue and, where somebody uses it by hand, by asking again. */
const MAX_ATTEMPTS = 20;
const PAUSE_WHEN_BUSY_MS = 15_000;
const MAX_PAUSE_MS = 30_000;

/** Starts a command that takes its turn at the terminal, and follows it to its end. */
export async function obtainReport(order: Omit<ReportOrder, 'attempt'>): Promise<CommandEnd> {
  for (let attempt = 1; ; attempt += 1) {
    await reportProxy.startReport({ ...order, attempt });
    const end = await followReport({ ...order, attempt });
    if (end.kind !== 'not_sent') return end;
    const { reason, detail } = end;
    const why = `the ${order.type} was not sent: ${reason}${detail === undefined ? '' : ` (${detail})`}`;
    if (!end.mayRetry || reason !== 'terminal-busy' || attempt === MAX_ATTEMPTS)
      return { kind: 'not_told', why, reason };
    await sleep(PAUSE_WHEN_BUSY_MS, { summary: 'until the busy terminal is asked again' });
  }
}

type FollowedEnd = Exclude<ReportProgress, { kind: 'open' }>;

async function followReport(order: ReportOrder): Promise<FollowedEnd> {
  const { transactionId, attempt } = order;
  for (let looks = 0; ; looks += 1) {
    const progress = await reportProxy.readReport({ transactionId, attempt });
    const isBefore = isAttemptBefore(progress, attempt);
    if (progress.kind !== 'open' && !isBefore) return progress;
    await sleep(computePauseMs(looks, MAX_PAUSE_MS), { summary: 'until the report is looked at again' });
    // The run may have refused the attempt for the moment: asked again it is the same attempt, with new times.
    if (isBefore) await reportProxy.startReport(order);
  }
}

/** The attempt before is shown until the next one has been opened. */
function isAttemptBefore(progress: ReportProgress, attempt: number): boolean {
  return progress.kind === 'not_sent' && progress.attempt < attempt && progress.mayRetry;
}
