import type { WebhookListener } from '../webhooks/listener.js';
import type { MerchantApi } from './rest.js';
import type { SimulatorControl } from './simulator-control.js';

/** What the stories play with. */
export interface World {
  readonly chile: MerchantApi;
  readonly argentina: MerchantApi;
  readonly simulator: SimulatorControl;
  /** Getnet's first window in this demo. */
  readonly windowMs: number;
  /** The Chilean shop's backend, which is told by webhooks. */
  readonly shop: WebhookListener;
}

/** Something a story promises, and whether it came true. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
  /** What was seen instead; shown when it does not hold. */
  readonly seen: unknown;
}

/** How a story went. */
export interface StoryResult {
  readonly transactionId: string | undefined;
  readonly status: string;
  readonly moneyMoved: string;
  readonly evidence: string;
  readonly tookMs: number;
  readonly checks: readonly Check[];
}

/** One line of the table. */
export interface Row extends StoryResult {
  readonly story: string;
}

/** A payment, or an attempt at one. */
export interface Story {
  readonly title: string;
  /** What happens at the till, in a sentence. */
  readonly scene: string;
  play(world: World): Promise<StoryResult>;
}

export function checkEqual(claim: string, seen: unknown, wanted: unknown): Check {
  return {
    claim,
    holds: seen === wanted,
    seen: `${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`,
  };
}

export function checkThat(claim: string, condition: boolean, seen: unknown): Check {
  return { claim, holds: condition, seen: JSON.stringify(seen) };
}
