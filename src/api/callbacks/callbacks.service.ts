import { Inject, Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/common';
import { attemptOf } from '../../domain/ids.js';
import type { Attempt, CustomId } from '../../domain/ids.js';
import { callbackArrivedSignal, transactionWorkflowId } from '../../workflows/transaction.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import type { CallbackResult } from '../metrics/metrics.js';
import { notFound } from '../problems/problem.js';
import { LOOK_UP, TEMPORAL, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import { orchestratorUnavailable } from '../temporal/unavailable.js';
import { Runs } from '../transactions/runs.service.js';
import { agrees } from './agreement.js';
import { LateResults } from './late-results.service.js';

/** Takes Getnet's callbacks to the transactions they are about. */
@Injectable()
export class Callbacks {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /** @returns once the hint is durable, or nothing new. @throws Problem `not-found`, `orchestrator-unavailable` */
  async take(customId: CustomId, hint: CallbackHint): Promise<CallbackResult> {
    const attempt = attemptOf(customId);
    if (attempt === undefined) throw notFound();
    return (await this.signal(attempt, hint)) ? 'signalled' : this.takeLate(attempt, hint);
  }

  /** @returns false where nothing runs. */
  private async signal(attempt: Attempt, hint: CallbackHint): Promise<boolean> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(attempt));
    try {
      await within(this.temporal, LOOK_UP, () => run.signal(callbackArrivedSignal, hint));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  private async takeLate(attempt: Attempt, hint: CallbackHint): Promise<CallbackResult> {
    const run = await this.runs.find(attempt);
    if (run === undefined) throw notFound();
    // It was reset a moment ago: the sender may try again.
    if (run.kind === 'running') throw orchestratorUnavailable(attempt.transactionId);
    if (agrees(run.snapshot, hint.claims)) return 'agreed';
    await this.lateResults.keep(run.snapshot, hint);
    return 'late';
  }
}
