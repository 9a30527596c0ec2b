import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { Announcement } from '../../src/domain/webhook-announcement.js';
import { composeWebhooks } from '../../src/worker/compose-webhooks.js';
import { endpointWorkflowId } from '../../src/workflows/webhook-endpoint.messages.js';
import type { EndpointInput } from '../../src/workflows/webhook-endpoint.messages.js';
import { useOwnServer } from '../support/own-server.js';
import { approved } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Receiver } from '../webhooks/support/receiver.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { merchants, shopSettings } from './support/shop.js';

/** After so many events Temporal suggests that a run goes on as a new one; in production after 4,096. */
const BOUND = 30;
const CHANGES = 6;
const REDELIVERED_EVERY_MS = 50;

const secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
let server: Awaited<ReturnType<typeof useOwnServer>>;
let world: ApiWorld;
let shop: Receiver;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  server = await useOwnServer([`limit.historyCount.suggestContinueAsNew=${BOUND}`]);
  shop = await startReceiver(secret);
  const env = { HOOK: secret, HOOK_URL: shop.url, RATE_LIMIT: '100000', READ_RATE_LIMIT: '100000' };
  world = await startApiWorld(createGetnetAnswering(approved()), {
    env,
    workers: false,
    webhooks: composeWebhooks(await shopSettings(env)),
  });
});
afterAll(async () => {
  await world.close();
  await shop.close();
  await server.stop();
});

const endpoint = { merchant: merchants.chile, endpoint: 'main' };

/** The runs of the endpoint, the first one first. */
async function listRuns() {
  const { workflow } = world.temporal.client;
  const query = `WorkflowId = '${endpointWorkflowId(endpoint)}'`;
  const runs: { readonly runId: string; readonly startMs: number }[] = [];
  for await (const { runId, startTime } of workflow.list({ query }))
    runs.push({ runId, startMs: startTime.getTime() });
  return runs.toSorted((one, other) => one.startMs - other.startMs);
}

/** What a run was started with, and how long it is. */
async function readRun(runId: string) {
  const { workflow, options } = world.temporal.client;
  const { events } = await workflow.getHandle(endpointWorkflowId(endpoint), runId).fetchHistory();
  const payloads = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const input = await decodeFromPayloadsAtIndex<EndpointInput>(options.loadedDataConverter, 0, payloads);
  const isContinued = events?.some((event) => event.workflowExecutionContinuedAsNewEventAttributes);
  return { input, length: events?.length ?? 0, isContinued };
}

let announced = 0;
/** One event, announced until it is taken, as a run that announces does. */
async function announce(): Promise<void> {
  const key = `quarantine_${(announced += 1)}`;
  const at = new Date().toISOString();
  const announcement: Announcement = {
    merchant: endpoint.merchant,
    type: 'terminal.quarantined',
    key,
    at,
    subject: { kind: 'other', shown: { id: key } },
  };
  const isTaken = () =>
    world.temporal.activities.announceEvent(announcement).then(
      () => true,
      () => false,
    );
  while (!(await isTaken()));
}

/** Waits until so many events have come: every number once, without a gap, and a repeat is the same bytes. */
async function expectAll(count: number): Promise<void> {
  const numbers = () => new Set(shop.received.map(({ body }) => body.sequence));
  while (numbers().size < count) await shop.has(shop.received.length + 1);
  expect([...numbers()].toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: count }, (_, place) => place + 1),
  );
  expect(new Set(shop.received.map(({ id }) => id)).size).toBe(count);
  expect(new Set(shop.received.map(({ id, text }) => `${id} ${text}`)).size).toBe(count);
}

describe('an endpoint whose history is long goes on as a new run', () => {
  it('more signals than one run takes arrived while no worker ran: the next run handles them', async () => {
    for (let count = 0; count <= BOUND; count += 1) await announce();
    await world.temporal.startWorkers();
    await expectAll(BOUND + 1);
    const [, second] = await listRuns();
    const { input } = await readRun(second?.runId ?? '');
    expect(input.left?.toOpen).toHaveLength(BOUND + 1);
    expect(input.record).toMatchObject({ next: BOUND + 2 });
  });

  it('tests, redeliveries and announcements arrive at that moment: none is lost, and the numbers have no gap', async () => {
    const { api, temporal } = world;
    const run = temporal.client.workflow.getHandle(endpointWorkflowId(endpoint));
    const answers: { readonly status: number; readonly sequence: number }[] = [];
    const redelivered: number[] = [];
    // A slow machine may answer later than the API waits: then nobody knows whether there is an event.
    let unanswered = 0;
    const test = async () => {
      for (;;) {
        const { status, body } = await api.post('/v1/webhooks/test');
        if (status !== 503)
          return { status, sequence: (body as unknown as { readonly sequence: number }).sequence };
        unanswered += 1;
      }
    };
    const runIds = new Set<string>();
    const isOver = () => runIds.size > CHANGES;
    const acts = [
      async () => void runIds.add((await run.describe()).runId),
      ...[1, 2].map(() => async () => void answers.push(await test())),
      async () => {
        const { sequence = 1 } = shop.received.at(-1)?.body ?? {};
        const { status } = await api.post(`/v1/webhook-deliveries/wd_main_${sequence}/redeliver`);
        if (status !== 503) redelivered.push(status);
        // It is answered before the run has taken it: without a pause they come faster than a slow machine ends a task.
        await pause(REDELIVERED_EVERY_MS);
      },
      announce,
    ];
    await Promise.all(
      acts.map(async (act) => {
        while (!isOver()) await act();
      }),
    );
    const last = await test();
    answers.push(last);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(redelivered)).toEqual(new Set([202]));
    expect(new Set(answers.map(({ sequence }) => sequence)).size).toBe(answers.length);
    await expectAll(last.sequence);
    const unknown = last.sequence - answers.length - announced;
    expect(unknown).toBeGreaterThanOrEqual(0);
    expect(unknown).toBeLessThanOrEqual(unanswered);
    const runs = await Promise.all([...runIds].map(readRun));
    expect(new Set(runs.slice(0, -1).map(({ isContinued }) => isContinued))).toEqual(new Set([true]));
    const longest = Math.max(...runs.map(({ length }) => length));
    process.stdout.write(
      `webhooks: ${runs.length} runs of an endpoint, ${answers.length} tests, ${announced} announcements, ${redelivered.length} redeliveries, ${unanswered} answered late, 0 lost; the longest history has ${longest} events\n`,
    );
  });
});
