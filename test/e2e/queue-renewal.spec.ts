import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Device } from '../../src/domain/terminal.js';
import { queueChangedSignal, queueWorkflowId } from '../../src/workflows/terminal-queue.messages.js';
import {
  buildQuarantineStart,
  terminalQuarantineWorkflow,
} from '../../src/workflows/terminal-quarantine.messages.js';
import { eventually } from './support/eventually.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const LIMIT_MS = 180_000;
const WAITERS = 6;
const NEWCOMERS = 3;
/** The events after which Temporal asks a run to continue as new; 4,096 in production. */
const FEW_EVENTS = 15;

let world: World;
beforeAll(async () => {
  const dynamicConfig = [`limit.historyCount.suggestContinueAsNew=${FEW_EVENTS}`];
  const env = { RATE_LIMIT: '500', READ_RATE_LIMIT: '1000' };
  world = await startWorld({ ownTemporal: true, dynamicConfig, counters: 8, env });
}, LIMIT_MS);
afterAll(() => world.close(), LIMIT_MS);

const toDevice = ({ serialNumber }: Till): Device => ({ country: 'CL', serialNumber });

/** @returns how the queue of a terminal stands, and whether it has continued as new. */
async function describeQueue(till: Till) {
  const { raw, runId, memo, status } = await world.temporal.workflow
    .getHandle(queueWorkflowId(toDevice(till)))
    .describe();
  const isRenewed = raw.workflowExecutionInfo?.firstRunId !== runId;
  return { isRenewed, memo, isRunning: status.name === 'RUNNING' };
}

/** A sale with a new key, again and again; each is refused. @returns what stops it. */
function sendRepeatedly(till: Till): () => Promise<void> {
  let isOver = false;
  const run = async () => {
    while (!isOver) await till.order().send();
  };
  const running = run();
  return () => {
    isOver = true;
    return running;
  };
}

describe('a queue that continues as new after a few events', () => {
  it(
    'repeatedly, while new sales are sent: none gets in between, and the order of arrival stays',
    async () => {
      const till = await world.terminal({ script: { customer: { action: 'approve', after: '4s' } } });
      const holder = await till.sale();
      const waiters: Order[] = [];
      for (let place = 0; place < WAITERS; place += 1) {
        const order = till.order({ body: { onBusy: 'wait', maxWait: 600 } });
        await order.send();
        waiters.push(order);
      }
      const newcomers = Array.from({ length: NEWCOMERS }, () => sendRepeatedly(till));
      try {
        await eventually('the queue to continue as new', async () =>
          (await describeQueue(till)).isRenewed ? true : undefined,
        );
        for (const order of waiters) await order.becomes('approved', LIMIT_MS);
      } finally {
        await Promise.all(newcomers.map((stop) => stop()));
      }
      const operations = await world.judge.operations({ serialNumber: till.serialNumber });
      const line = [holder, ...waiters].map(({ id }) => id);
      expect(operations.map(({ customId }) => customId).slice(0, line.length)).toEqual(line);
    },
    LIMIT_MS,
  );

  it(
    'while its terminal is quarantined: the mark survives, and every sale is refused',
    async () => {
      const till = await world.terminal();
      const device = toDevice(till);
      const { shop, counter } = till;
      const since = new Date().toISOString();
      const unknown = [{ transactionId: till.order().id as never, merchant: shop.id, at: since }];
      const input = {
        version: 1,
        device,
        merchant: shop.id,
        terminalId: counter.id,
        unknown,
        since,
      } as const;
      await world.temporal.workflow.start(
        terminalQuarantineWorkflow,
        buildQuarantineStart(input, world.taskQueue),
      );
      const queue = () => world.temporal.workflow.getHandle(queueWorkflowId(device));
      await eventually('the queue to be closed', () =>
        describeQueue(till).then(
          ({ memo }) => (memo?.['isClosed'] === true ? true : undefined),
          () => undefined,
        ),
      );
      for (let renewals = 0; renewals < 3; renewals += 1) {
        const { runId } = await queue().describe();
        await eventually('the queue to continue as new', async () => {
          const at = Date.now();
          // As the quarantine does it every five minutes.
          await queue().signal(queueChangedSignal, { version: 1, kind: 'closes', until: at + 900_000, at });
          expect((await till.sale()).answer).toMatchObject({
            status: 409,
            body: { code: 'terminal-quarantined' },
          });
          return (await queue().describe()).runId === runId ? undefined : true;
        });
        expect(await describeQueue(till)).toEqual({
          isRenewed: true,
          isRunning: true,
          memo: { isClosed: true },
        });
      }
      expect((await till.ledger()).device).toEqual([]);
    },
    LIMIT_MS,
  );
});
