import { join } from 'node:path';
import { describeExit, startChild } from '../processes/child.js';
import type { Child } from '../processes/child.js';
import { programPath } from '../project-root.js';
import type { Temporal } from '../temporal/start.js';
import type { Addresses, StackEnvironment } from './environment.js';
import { waitUntilReady, appendLastLines } from './ready.js';

/** The processes of the stack besides Temporal. */
export interface Processes {
  readonly simulator: Child;
  readonly worker: Child;
  readonly api: Child;
  readonly ledger: Child;
}

/** Longer than the worker's grace time by default with its reserve: a command on its way is finished first. */
const drainMs = 45_000;

/** Starts the simulator, the worker, the API and the ledger at once; each writes a log file of its own. */
export async function startProcesses(environment: StackEnvironment, logFolder: string): Promise<Processes> {
  const start = (part: keyof Processes): Promise<Child> =>
    startChild({
      name: `The ${part}`,
      command: process.execPath,
      args: [programPath(part)],
      env: environment[part],
      logFile: join(logFolder, `${part}.log`),
    });
  const [simulator, worker, api, ledger] = await Promise.all([
    start('simulator'),
    start('worker'),
    start('api'),
    start('ledger'),
  ]);
  return { simulator, worker, api, ledger };
}

/** @throws Error with the last words of the first process that ends or does not get ready. */
export async function waitUntilAllReady(
  { simulator, worker, api }: Processes,
  addresses: Addresses,
): Promise<void> {
  await Promise.all([
    waitUntilReady(simulator, `${addresses.simulator}/_sim`),
    waitUntilReady(worker, `${addresses.worker}/health/ready`),
    waitUntilReady(api, `${addresses.api}/health/ready`),
  ]);
}

/** Everything but lists and exports works without the ledger, so that it stops nothing: it is waited for, and told about. */
export async function reportLedger(
  { ledger }: Processes,
  addresses: Addresses,
  print: (line: string) => void,
): Promise<void> {
  await waitUntilReady(ledger, `${addresses.ledger}/health/ready`).catch((error: unknown) =>
    print(`Lists and exports answer 503: ${error instanceof Error ? error.message : String(error)}`),
  );
}

/** Ends first what takes requests, then what they need. */
export async function stopAll(
  { simulator, worker, api, ledger }: Processes,
  temporal: Temporal,
): Promise<void> {
  await Promise.all([worker.stop(drainMs), api.stop(drainMs), ledger.stop(20_000)]);
  await Promise.all([simulator.stop(), temporal.stop()]);
}

/** Settles when one of them ends on its own, with what to tell about it. */
export function waitForFirstFailure(
  { simulator, worker, api }: Processes,
  temporal: Temporal,
): Promise<string> {
  const all = [simulator, worker, api, { ...temporal, name: 'Temporal' }];
  const ends = all.map(async (part) => {
    const exit = await part.exited;
    // An end that was asked for is no failure.
    if (exit.wasRequested) return new Promise<never>(() => undefined);
    return appendLastLines(`${part.name} ${describeExit(exit)} on its own.`, part);
  });
  return Promise.race(ends);
}
