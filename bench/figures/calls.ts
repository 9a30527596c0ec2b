import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { GetnetStub } from '../getnet-stub.js';
import { toFigure } from '../measure/compare.js';
import { startCountingProxy } from '../measure/counting-proxy.js';
import type { CountingProxy } from '../measure/counting-proxy.js';
import { post } from '../measure/http.js';
import type { SecondApi, Service } from '../service.js';
import type { World } from '../world.js';
import type { Experiment } from './experiment.js';
import { readHistorySize } from './history.js';
import { dispatch, requireOutcome } from './sales.js';

const CALLS_TO_THE_INDEX = /^(List|Scan|Count)/;
/** What an earlier operation has left behind comes first. */
const SETTLE_MS = 300;

/** Calls of the API to Temporal, by name, for each operation; and what a sale leaves in Temporal. All of it exact. */
export const calls: Experiment = {
  name: 'calls',
  figures: ['events', 'transitions', 'calls', 'index-calls', 'refused-executions'],
  run: async (world) => {
    const service = await world.service();
    const counted = await countCalls(world, service);
    const size = await readHistorySize(await takePlainSale(service, world.getnet), world.temporal.address);
    const all = Object.values(counted).flat();
    const executions = ['busy terminal', 'repeat while running', 'read when final', 'repeat when final']
      .flatMap((operation) => counted[operation] ?? [])
      .filter((name) => /^(Start|SignalWithStart|ExecuteMultiOperation)/.test(name)).length;
    return {
      calls: counted,
      figures: {
        events: toFigure(size.events, {
          unit: 'events',
          aim: { atMost: 24 },
          note: `${(size.bytes / 1_000).toFixed(1)} kB`,
        }),
        transitions: toFigure(size.stateTransitions, { unit: 'transitions', aim: { atMost: 11 } }),
        calls: toFigure(counted['new sale']?.length ?? Number.NaN, { unit: 'calls', aim: { atMost: 3 } }),
        'index-calls': toFigure(all.filter((name) => CALLS_TO_THE_INDEX.test(name)).length, {
          unit: 'calls',
          aim: { atMost: 0 },
        }),
        'refused-executions': toFigure(executions, { unit: 'executions', aim: { atMost: 0 } }),
      },
    };
  },
};

async function countCalls(world: World, service: Service) {
  const proxy = await startCountingProxy(world.temporal.address);
  const api = await service.startApi(proxy.address);
  try {
    const counted: Record<string, readonly string[]> = {};
    const measureDuring: Count = async (operation, act) => {
      await pause(SETTLE_MS);
      proxy.takeCalls();
      const answer = await act();
      counted[operation] = proxy.takeCalls();
      return answer;
    };
    await takeCountedSale({ api, service, getnet: world.getnet }, (_, act) => act());
    await takeCountedSale({ api, service, getnet: world.getnet }, measureDuring);
    return counted;
  } finally {
    await api.api.stop();
    await stopProxy(proxy);
  }
}

type Count = <T>(operation: string, act: () => Promise<T>) => Promise<T>;

async function takeCountedSale(
  {
    api,
    service,
    getnet,
  }: { readonly api: SecondApi; readonly service: Service; readonly getnet: GetnetStub },
  count: Count,
): Promise<void> {
  const [terminal, key] = [service.nextTerminal(), randomUUID()];
  const { command, id } = await count('new sale', () =>
    dispatch({ ...terminal, start: () => api.startSale(terminal, { key }) }, getnet),
  );
  await count('repeat while running', () => api.startSale(terminal, { key }));
  await count('read while running', () => api.read(id));
  await count('busy terminal', () => api.startSale(terminal));
  const webhook = command.webhook.replace(service.api.url, api.api.url);
  await count('callback', () => post(webhook, { data: { idPosTxs: command.idPosTxs } }));
  requireOutcome(await service.read(id, 20));
  await count('read when final', () => api.read(id));
  await count('repeat when final', () => api.startSale(terminal, { key }));
}

/** A sale that nobody repeats or reads before its end. */
async function takePlainSale(service: Service, getnet: GetnetStub) {
  const terminal = service.nextTerminal();
  const { command, id } = await dispatch({ ...terminal, start: () => service.startSale(terminal) }, getnet);
  await pause(SETTLE_MS);
  await getnet.callBack(command);
  requireOutcome(await service.read(id, 20));
  return { id, serialNumber: terminal.serialNumber };
}

async function stopProxy(proxy: CountingProxy): Promise<void> {
  await proxy.stop();
}
