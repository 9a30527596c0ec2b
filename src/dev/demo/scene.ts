import type { Stack } from '../stack/stack.js';
import type { WebhookListener } from '../webhooks/listener.js';
import { newSale, createMerchantApi } from './rest.js';
import { argentineStory, createApprovedStory, callbackLostStory, declinedStory } from './stories.js';
import { createBusyTerminalStories, createRepeatedKeyStory } from './stories-of-refusal.js';
import { createVoidStory } from './story-of-undoing.js';
import { createWebhookStory } from './story-of-webhooks.js';
import type { Story, World } from './story.js';
import { connectSimulator } from './simulator-control.js';

const windowSeconds = 3;

/** Five minutes in seconds: Getnet's lifecycle, shrunk for the simulator and for the service alike; no waiting for people. */
const times = {
  LIFECYCLE_WINDOW: `${windowSeconds}s`,
  LIFECYCLE_LIMIT: '20s',
  ATTENTION_AFTER: '1m',
  SIMULATOR_WINDOW: `${windowSeconds}s`,
  SIMULATOR_EXTRA_WINDOW: '9s',
  SIMULATOR_CUSTOMER_DELAY: '800ms',
  SIMULATOR_CUSTOMER: 'usual',
} as const;

const ports = [
  'PORT',
  'METRICS_PORT',
  'SIMULATOR_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'POSTGRES_PORT',
] as const;

/** The environment of a demo: any free ports, a queue of its own, short times. */
export function buildDemoEnvironment(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const anyFree = Object.fromEntries(ports.map((name) => [name, '0']));
  return { ...base, ...anyFree, ...times, HOST: '127.0.0.1', TEMPORAL_TASK_QUEUE: `demo-${process.pid}` };
}

/** The APIs and the simulator of this stack, as the stories use them. */
export function createWorld({ addresses, credentials }: Stack, shop: WebhookListener): World {
  const restWith = (merchant: string) =>
    createMerchantApi(addresses.api, credentials.apiKeys[merchant] ?? '');
  return {
    chile: restWith('demo-cl'),
    argentina: restWith('demo-ar'),
    simulator: connectSimulator(addresses.simulator),
    windowMs: windowSeconds * 1_000,
    shop,
  };
}

export function listStories(): readonly Story[] {
  const first = newSale('cl-till-1', { value: 5_990, currency: 'CLP' }, 'ORD-1001');
  return [
    createApprovedStory(first),
    callbackLostStory,
    declinedStory,
    ...createBusyTerminalStories(),
    createRepeatedKeyStory(first),
    createVoidStory(first),
    createWebhookStory(first),
    argentineStory,
  ];
}
