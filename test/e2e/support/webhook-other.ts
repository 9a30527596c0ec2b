import { startReceiver } from '../../webhooks/support/receiver.js';
import { endpointOf, eventAbout } from './webhook-load.js';
import { startWorld } from './world.js';
import type { World } from './world.js';

/** An endpoint that is well, and the world that tells it. */
export interface OtherEndpoint {
  readonly world: World;
  /** @returns how long an event takes from its announcement until it is received, in ms. */
  measure(): Promise<number>;
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
  const { announce } = endpointOf(world.temporal, world.taskQueue, name);
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
    async close() {
      await world.close();
      await well.close();
    },
  };
}

/** @returns latencies in words. */
export function tellLatencies(latenciesMs: readonly number[]): string {
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  const quantile = (share: number) =>
    Math.round(sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0);
  return `p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms of ${sorted.length}`;
}
