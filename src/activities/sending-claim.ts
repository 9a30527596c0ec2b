import { activityInfo, heartbeat } from '@temporalio/activity';
import { performance } from 'node:perf_hooks';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** What a claim leaves at Temporal. Every later heartbeat says it again, for the last one is kept. */
const CLAIMED = 'sending';

/** The share of the heartbeat timeout after which a slow login or connection is claimed: the claim is the first heartbeat. */
const CLAIM_WITHIN_SHARE = 0.4;

/** Heartbeats within one heartbeat timeout. */
const HEARTBEATS = 3;

/**
 * A worker's claim to send one command. The command leaves only after Temporal has the claim, so the silence of a worker that has claimed
 * nothing proves that nothing was sent: the command is given to another one, and a claim that comes later is refused.
 *
 * There is no heartbeat before the claim: one that was delayed on its way would cover it.
 */
export class SendingClaim {
  private latest: Promise<void> | undefined;
  /** By a clock that never jumps: when the latest claim was made, at the earliest. */
  private claimedAtMs = -Infinity;
  private readonly early: NodeJS.Timeout;
  private pulse: NodeJS.Timeout | undefined;

  constructor(private readonly deps: Dependencies) {
    this.early = setTimeout(
      () => void this.make().catch(() => undefined),
      readHeartbeatTimeoutMs() * CLAIM_WITHIN_SHARE,
    );
  }

  /** @throws whatever keeps Temporal from having it: the command may not leave. */
  make(): Promise<void> {
    this.pulse ??= setInterval(() => heartbeat(CLAIMED), readHeartbeatTimeoutMs() / HEARTBEATS);
    return (this.latest ??= this.record());
  }

  /**
   * Makes it anew, before the command is written once more: Temporal may have given the worker up since, and the run have ended.
   *
   * @throws where Temporal did, or does not answer: the command may not leave again.
   */
  renew(): Promise<void> {
    this.latest = undefined;
    return this.make();
  }

  /** Whether Temporal cannot have given the worker up since it took the latest claim. */
  get isFresh(): boolean {
    return performance.now() - this.claimedAtMs < readHeartbeatTimeoutMs();
  }

  /** Once the command has its answer. */
  end(): void {
    clearTimeout(this.early);
    clearInterval(this.pulse);
  }

  private async record(): Promise<void> {
    const { taskToken } = activityInfo();
    this.claimedAtMs = performance.now();
    try {
      await callTemporal(this.deps, () => this.deps.temporal.activity.heartbeat(taskToken, CLAIMED));
    } catch (failure) {
      // It may be made once more.
      this.latest = undefined;
      throw failure;
    }
  }
}

/** The heartbeat timeout: after it Temporal counts the worker as lost. */
function readHeartbeatTimeoutMs(): number {
  return activityInfo().heartbeatTimeoutMs ?? 3_000;
}

/** Whether the activity was begun before: an operator has let it have further attempts. */
export function isBegunAgain(): boolean {
  const { attempt, heartbeatDetails } = activityInfo();
  return attempt > 1 || heartbeatDetails !== undefined;
}
