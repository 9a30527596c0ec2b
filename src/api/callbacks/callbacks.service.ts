import { Inject, Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/common';
import { parseCustomId } from '../../domain/ids.js';
import type { Attempt } from '../../domain/ids.js';
import { callbackArrivedSignal, transactionWorkflowId } from '../../workflows/transaction.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import type { CallbackResult } from '../metrics/metrics.js';
import { notFound } from '../problems/problem.js';
import { TEMPORAL, callTemporal } from '../store/temporal.js';
import type { Temporal } from '../store/temporal.js';
import { refuseUnavailable } from '../store/unavailable.js';
import { Runs } from '../store/runs.service.js';
import { LateResults } from '../store/late-results.service.js';
import type { Snapshot } from '../../domain/snapshot.js';

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
  async take(hint: CallbackHint, limitMs: number): Promise<CallbackResult> {
    const attempt = parseCustomId(hint.customId);
    if (attempt === undefined) throw notFound();
    return (await this.signal(attempt, hint, limitMs)) ? 'signalled' : this.takeLate(attempt, hint);
  }

  /** @returns false where nothing runs. */
  private async signal({ transactionId }: Attempt, hint: CallbackHint, limitMs: number): Promise<boolean> {
    const run = this.temporal.client.workflow.getHandle(transactionWorkflowId(transactionId));
    try {
      await callTemporal(this.temporal, limitMs, () => run.signal(callbackArrivedSignal, hint));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  private async takeLate(attempt: Attempt, hint: CallbackHint): Promise<CallbackResult> {
    const run = await this.runs.find(attempt.transactionId);
    if (run === undefined) throw notFound();
    // It was reset a moment ago: the sender may try again.
    if (run.kind === 'running') throw refuseUnavailable(attempt.transactionId);
    const { accepted } = run.snapshot;
    const isItsOutcome = accepted.customId === hint.customId;
    if (isItsOutcome && isAgreement(run.snapshot, hint)) return 'agreed';
    // Of another attempt, or another number, than the outcome speaks of nothing is proven: that number alone is asked about.
    const { idPosTxs: _, ...others } = run.snapshot;
    const closed =
      isItsOutcome && !namesAnotherNumber(run.snapshot, hint)
        ? run.snapshot
        : { ...others, accepted: { ...accepted, ...attempt, customId: hint.customId } };
    await this.lateResults.keep(closed, hint);
    return 'late';
  }
}

/**
 * Whether a callback says nothing new about a transaction that no longer runs. One that claims nothing, or a notice on the way,
 * agrees with a proven outcome; with anything less than proven no callback agrees, and none that names another number. Getnet
 * calls what moves no money approved when it is completed.
 */
export function isAgreement(closed: Snapshot, hint: CallbackHint): boolean {
  const { status } = closed;
  const { claims } = hint;
  if (status !== 'approved' && status !== 'declined' && status !== 'completed') return false;
  if (namesAnotherNumber(closed, hint)) return false;
  if (claims === 'nothing' || claims === 'in_process') return true;
  return claims === (status === 'completed' ? 'approved' : status);
}

/** Whether it speaks of another command at Getnet than the one whose outcome is proven: that may have charged as well. */
export function namesAnotherNumber({ idPosTxs }: Pick<Snapshot, 'idPosTxs'>, hint: CallbackHint): boolean {
  return hint.idPosTxs !== undefined && idPosTxs !== undefined && hint.idPosTxs !== idPosTxs;
}
