import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Device } from '../domain/terminal.js';
import type { EpochMs } from '../domain/time.js';
import type { Waiter, WaiterKey } from '../domain/waiting-line.js';

/** The registered name of the workflow. */
export const terminalQueueWorkflow = 'terminalQueue';

/** What a `terminalQueue` is started with, by the first that waits. */
export interface QueueInput {
  readonly version: 1;
  readonly device: Device;
  /** Who waited in an earlier run of it. */
  readonly waiters?: readonly Waiter[];
  /** What an earlier run saw: see {@link QueueView}. */
  readonly holdsMs?: readonly number[];
  /** An earlier run was told that the terminal is quarantined, for so long. */
  readonly closedUntilMs?: number;
}

/** What `describe` tells of a queue. */
export interface QueueMemo {
  /** The terminal may be quarantined: newcomers look, whether somebody waits or not. */
  readonly isClosed: boolean;
}

/** How a queue ended: nobody waits any more. */
export interface QueueResult {
  readonly version: 1;
  /** So many waiters took the terminal in this run. */
  readonly served: number;
}

/**
 * One signal type carries all news: signals of different types that arrive before their handlers are set are delivered in the
 * order of the handlers, not in the order of arrival.
 */
export type QueueChange = { readonly version: 1; readonly at: EpochMs } & (
  | {
      readonly kind: 'joins';
      readonly waiter: Waiter;
      /** It has joined before, perhaps a queue that no longer exists. */
      readonly again: boolean;
    }
  /** `took`: it has the terminal. `missed`: somebody else has it. `leaves`: it waits no more. */
  | { readonly kind: 'took' | 'missed' | 'leaves'; readonly waiter: WaiterKey }
  /** A quarantine says again and again that newcomers have to look. */
  | { readonly kind: 'closes'; readonly until: EpochMs }
  /** The quarantine is over. */
  | { readonly kind: 'opens' }
);

/** What a queue tells of itself. */
export interface QueueView {
  readonly version: 1;
  /** In the order in which they are served. */
  readonly waiters: readonly Waiter[];
  /** How long the latest holders had the terminal. */
  readonly holdsMs: readonly number[];
}

export const queueChangedSignal = defineSignal<[QueueChange]>('queueChanged');
export const queueQuery = defineQuery<QueueView>('queue');

/** The workflow runs only while a transaction waits, or the terminal is quarantined. */
export function queueWorkflowId({ country, serialNumber }: Device): string {
  return `terminalQueue/${country}/${serialNumber}`;
}

/** The start options: whoever joins starts it where it does not run. */
export function buildQueueStart(device: Device, taskQueue: string) {
  const { country, serialNumber } = device;
  return {
    workflowId: queueWorkflowId(device),
    taskQueue,
    args: [{ version: 1, device }] as [QueueInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowTaskTimeout: '5s' as const,
    staticSummary: `${country}/${serialNumber}: who waits for this terminal`,
  };
}
