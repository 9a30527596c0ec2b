import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

/** The heartbeats of one activity. */
export interface SignsOfLife {
  /** False once a heartbeat was refused or got no answer: the completion may be refused as well. */
  readonly allAccepted: boolean;
  stop(): void;
}

/** Heartbeats at an interval, in milliseconds, and minds whether Temporal takes them. The SDK's own are sent blindly. */
export function signsOfLife(temporal: Client, every: number): SignsOfLife {
  const { taskToken } = activityInfo();
  let allAccepted = true;
  const beat = async () => {
    heartbeat();
    try {
      await temporal.withDeadline(Date.now() + every, () => temporal.activity.heartbeat(taskToken));
    } catch {
      allAccepted = false;
    }
  };
  const timer = setInterval(() => void beat(), every);
  return {
    get allAccepted() {
      return allAccepted;
    },
    stop: () => clearInterval(timer),
  };
}
