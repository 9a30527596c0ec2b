import type { Client } from '@temporalio/client';
import type { Environment } from '../../config/environment/environment.js';
import { createTemporalClient } from './connection.js';
import { OngoingCalls } from './ongoing-calls.js';
import { isTemporalUnavailable, refuseUnavailable } from './unavailable.js';

/** How the API speaks to Temporal: every call has an end. */
export interface Temporal {
  readonly client: Client;
  readonly taskQueue: string;
  readonly ongoing: OngoingCalls;
}

/** @throws SettingsInvalid */
export function createTemporal(environment: Environment): Temporal {
  const ongoing = new OngoingCalls();
  const client = createTemporalClient(environment, () => !ongoing.isOver);
  return { client, taskQueue: environment.TEMPORAL_TASK_QUEUE, ongoing };
}

/** The injection token: an interface has no name at run time. */
export const TEMPORAL = Symbol('Temporal');

/** The limit of a call that only looks something up: it is short, so that a caller soon hears "not now". */
export const LOOK_UP_MS = 2_500;

/** How long a worker may take to answer an update that it decides at once. */
export const WORKER_ANSWER_MS = 5_000;

/**
 * One call with an end.
 *
 * @throws Problem `orchestrator-unavailable` when Temporal does not answer in time, or refuses us.
 */
export async function callTemporal<T>(
  temporal: Temporal,
  limitMs: number,
  call: () => Promise<T>,
): Promise<T> {
  const { client, ongoing } = temporal;
  try {
    return await ongoing.add(client.withDeadline(Date.now() + limitMs, call));
  } catch (error) {
    throw isTemporalUnavailable(error) ? refuseUnavailable() : error;
  }
}

/** How long a call that waits may still take when the process is to end. */
const PARTING_MS = 500;

/** A call that waits for news: it ends at its deadline, or when the process is to end. */
export function waitOnTemporal<T>(
  temporal: Temporal,
  deadlineMs: number,
  call: () => Promise<T>,
): Promise<T> {
  const { client, ongoing } = temporal;
  const until = ongoing.isShuttingDown ? Math.min(deadlineMs, Date.now() + PARTING_MS) : deadlineMs;
  return ongoing.wait((cut) => client.withDeadline(until, () => client.withAbortSignal(cut, call)));
}
