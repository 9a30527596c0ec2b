import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startTemporalProxy } from '../e2e/support/temporal-proxy.js';
import type { TemporalProxy } from '../e2e/support/temporal-proxy.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { approved } from '../support/terms.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { createScriptedGetnet } from './support/getnet.js';
import { runApi, buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
let proxy: TemporalProxy;
/** The process that is called back: its way to Temporal leads through the proxy. */
let called: RunningApi;
let terminals = 0;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet);
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = world.api.settings.environment;
  proxy = await startTemporalProxy(TEMPORAL_ADDRESS);
  called = await runApi({
    TEMPORAL_ADDRESS: proxy.address,
    TEMPORAL_NAMESPACE,
    TEMPORAL_TASK_QUEUE: world.temporal.taskQueue,
  });
});
afterAll(async () => {
  await called.close();
  await proxy.close();
  await world.close();
});
afterEach(() => getnet.says(approved()));

async function pendingSale(): Promise<string> {
  getnet.says({ kind: 'pending' });
  const { body } = await world.api.start(buildSaleBody(`cl-${(terminals += 1)}`));
  return body.id;
}

const holdSignal = (id: string) => proxy.hold({ call: 'SignalWorkflowExecution', about: id, leg: 'request' });

const hasHeard = (id: string) =>
  world.showsAs(id, { evidence: expect.arrayContaining([expect.objectContaining({ source: 'callback' })]) });

describe('a callback while Temporal is slow', () => {
  it('its signal hangs: retried while the sender waits, and answered 200', async () => {
    const id = await pendingSale();
    const stuck = holdSignal(id);
    const body = buildCallbackBody(0);
    const reply = await called.ask(buildCallbackPath(id), { method: 'POST', body });
    expect(reply).toMatchObject({ status: 200, body: { received: true } });
    await hasHeard(id);
    stuck.letGo();
  });

  it('the sender disconnects meanwhile: the transaction gets the signal all the same', async () => {
    const id = await pendingSale();
    const stuck = holdSignal(id);
    const { hostname, port } = new URL(called.url);
    const socket = connect(Number(port), hostname);
    const body = buildCallbackBody(0);
    socket.write(
      `POST ${buildCallbackPath(id)} HTTP/1.1\r\nhost: shop.test\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await stuck.arrives();
    socket.destroy();
    await once(socket, 'close');
    await hasHeard(id);
    stuck.letGo();
  });
});
