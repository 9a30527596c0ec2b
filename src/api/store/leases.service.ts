import { Inject, Injectable } from '@nestjs/common';
import { toDevice } from '../../domain/terminal.js';
import type { Terminal } from '../../domain/terminal.js';
import { isOpen, undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { isReleaseReason, leaseWorkflowId } from '../../workflows/terminal-lease.messages.js';
import type { LeaseMemo } from '../../workflows/terminal-lease.messages.js';
import { readTermination } from './run-history.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** The latest lease of a terminal, running or over. */
export interface LatestLease {
  readonly runId: string;
  readonly memo: LeaseMemo;
  readonly running: boolean;
  /** Undefined while it runs. */
  readonly endedAtMs?: number | undefined;
}

/** Every command that was on the terminal has an outcome of its own, or a case of its own, long before. */
const LOSS_SHOWN_MS = 24 * 3_600_000;

/** Tells who has a terminal, and who had it last. */
@Injectable()
export class Leases {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns undefined for a terminal that was not used for longer than leases are kept. @throws Problem `orchestrator-unavailable` */
  async findLatest(terminal: Terminal): Promise<LatestLease | undefined> {
    const lease = this.temporal.client.workflow.getHandle(leaseWorkflowId(toDevice(terminal)));
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () => lease.describe()).catch(
      undefinedWhenNotFound,
    );
    if (found === undefined) return undefined;
    const memo = found.memo as unknown as LeaseMemo;
    return {
      runId: found.runId,
      memo,
      running: isOpen(found.status.name),
      endedAtMs: found.closeTime?.getTime(),
    };
  }

  /**
   * Whether somebody ended the lease by hand before its bound, in the last 24 hours: two transactions may have used the terminal.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async isEndedByHand(terminal: Terminal, { memo, running, endedAtMs }: LatestLease): Promise<boolean> {
    if (running || endedAtMs === undefined || endedAtMs >= Date.parse(memo.until)) return false;
    if (Date.now() > endedAtMs + LOSS_SHOWN_MS) return false;
    const termination = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      readTermination(this.temporal.client, { workflowId: leaseWorkflowId(toDevice(terminal)) }),
    );
    return termination !== undefined && !isReleaseReason(termination.reason);
  }

  /**
   * Ends one lease, and never the one after it. Its holder recognises the release by its own run id in the reason.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async end(terminal: Terminal, { runId, memo }: LatestLease, why: string): Promise<void> {
    const lease = this.temporal.client.workflow.getHandle(leaseWorkflowId(toDevice(terminal)), runId);
    const { transactionId, runId: takenBy } = memo.holder;
    const reason = `given back for ${transactionId} (run ${takenBy}): ${why}`;
    await callTemporal(this.temporal, LOOK_UP_MS, () => lease.terminate(reason)).catch(undefinedWhenNotFound);
  }
}
