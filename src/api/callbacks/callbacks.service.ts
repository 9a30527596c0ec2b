import { Inject, Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/common';
import { withAttemptFromHint } from '../../domain/callback-agreement.js';
import { parseCustomId } from '../../domain/ids.js';
import type { AttemptNumber } from '../../domain/ids.js';
import { callbackArrivedSignal, transactionWorkflowId } from '../../workflows/transaction.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import type { CallbackResult } from '../metrics/metrics.js';
import { notFoundProblem } from '../problems/problem.js';
import { TEMPORAL, callTemporal } from '../store/temporal.js';
import type { Temporal } from '../store/temporal.js';
import { refuseUnavailable } from '../store/unavailable.js';
import { Runs } from '../store/runs.service.js';
import { signalRecoveryCallback } from '../store/recovery-runs.js';
import { LateResults } from '../store/late-results.service.js';

/** Takes Getnet's callbacks to the transactions they are about. */
@Injectable()
export class Callbacks {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /**
   * @param limitMs how long the signal may take.
   * @returns once the hint is durable, or nothing new.
   * @throws Problem `not-found`, `orchestrator-unavailable`
   */
  async accept(hint: CallbackHint, limitMs: number): Promise<CallbackResult> {
    const attempt = parseCustomId(hint.customId);
    if (attempt === undefined) throw notFoundProblem();
    return (await this.signal(attempt, hint, limitMs)) ? 'signalled' : this.acceptLate(attempt, hint);
  }

  /** @returns false where nothing runs. */
  private async signal(
    { transactionId }: AttemptNumber,
    hint: CallbackHint,
    limitMs: number,
  ): Promise<boolean> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId));
    try {
      await callTemporal(this.temporal, limitMs, () => run.signal(callbackArrivedSignal, hint));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  private async acceptLate(attempt: AttemptNumber, hint: CallbackHint): Promise<CallbackResult> {
    const run = await this.runs.find(attempt.transactionId);
    if (run === undefined) throw notFoundProblem();
    // It was reset a moment ago: the sender may try again.
    if (run.kind === 'running') throw refuseUnavailable(attempt.transactionId);
    const closed = withAttemptFromHint(run.snapshot, hint);
    const isNews = await this.lateResults.keep({ closed, runSnapshot: run.snapshot, hint });
    if (run.kind === 'lost') await signalRecoveryCallback(this.temporal, run.snapshot.accepted, hint);
    return isNews ? 'late' : 'agreed';
  }
}
