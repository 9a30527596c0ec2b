import { startReceiver } from '../../webhooks/support/receiver.js';
import { getEndpoint, eventAbout } from './webhook-load.js';
import { startWorld } from './world.js';
import type { World } from './world.js';

/** An endpoint that is well, and the world that tells it. */
export interface OtherEndpoint {
  readonly world: World;
  /** @returns how long an event takes from its announcement until it is received, in ms. */
  measure(): Promise<number>;
  /** The numbers of what it has received, in the order in which they came. */
  sequences(): readonly number[];
  close(): Promise<void>;
}

/** Starts a world with a worker whose Chilean merchant has an endpoint that is well, and perhaps one beside it. */
export async function startOther(
  secret: string,
  { env = {}, beside }: { readonly env?: NodeJS.ProcessEnv; readonly beside?: object } = {},
): Promise<OtherEndpoint> {
  const well = await startReceiver(secret);
  const webhook = { id: 'well', url: well.url, secrets: [{ env: 'HOOK' }], events: ['transaction.*'] };
  const world = await startWorld({
    env: { HOOK: secret, ...env },
    webhooks: [webhook, ...(beside ? [beside] : [])],
    running: ['worker'],
  });
  const name = { merchant: world.shops[0]?.id ?? '', endpoint: 'well' };
  const { announce } = getEndpoint(world.temporal, world.taskQueue, name);
  let asked = 0;
  return {
    world,
    async measure() {
      asked += 1;
      const startMs = performance.now();
      await announce(eventAbout(`tx_other_${asked}`));
      await well.has(asked);
      return performance.now() - startMs;
    },
    sequences: () => well.received.map(({ body }) => body.sequence),
    async close() {
      await world.close();
      await well.close();
    },
  };
}

/** @returns latencies in words. */
export function reportLatencies(latenciesMs: readonly number[]): string {
  const p50 = findQuantile(latenciesMs, 0.5);
  const p99 = findQuantile(latenciesMs, 0.99);
  return `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms of ${latenciesMs.length}`;
}

/** @returns two rows of latencies in words, and how many times as long the first ones are. */
export function compareLatencies(beside: readonly number[], alone: readonly number[]): string {
  const ratio = (share: number) => (findQuantile(beside, share) / findQuantile(alone, share)).toFixed(2);
  return (
    `another endpoint beside it ${reportLatencies(beside)}, alone ${reportLatencies(alone)}: ` +
    `p50 ${ratio(0.5)}, p99 ${ratio(0.99)} times`
  );
}

function findQuantile(latenciesMs: readonly number[], share: number): number {
  const sorted = latenciesMs.toSorted((one, another) => one - another);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}
