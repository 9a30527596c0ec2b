import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import { createCancellingGetnet } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import {
  approved,
  declined,
  requireIdPosTxs,
  saleInput,
  buildUndoInput,
  buildUndoneSale,
} from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

const offline: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
const acknowledged: DispatchOutcome = { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };

/**
 * The replay after each spec file proves determinism; here a run is also rebuilt in its middle, between a query and the next task. The
 * queue of a terminal is not here: without a cache the SDK loses tasks of runs that are asked in quick succession (ADR 0015).
 */
describe('workers that keep no run in memory, and replay each before its next task', () => {
  let shop: ReturnType<typeof createCancellingGetnet>;
  let world: TransactionWorld;
  beforeAll(async () => {
    shop = createCancellingGetnet();
    world = await TransactionWorld.over(shop.getnet, { cached: false });
  });
  afterAll(() => world.close());

  /** From now on. */
  const createGetnetSaying = (verdict: Verdict, answer: DispatchOutcome = acknowledged) => {
    world.answerWith(shop.getnet);
    shop.answers(answer);
    shop.says(verdict);
  };

  it('a sale is called back: approved', async () => {
    createGetnetSaying(approved());
    const sale = await world.sale();
    expect(await sale.post()).toMatchObject({ status: 'in_progress' });
    await sale.callBack('900001');
    expect(await sale.run.result()).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    expect((await world.lease(sale.input)).status.name).toBe('TERMINATED');
  });

  it('a callback comes before the acknowledgement, and a reader asks meanwhile: the run commands nothing, whichever task tells it', async () => {
    let answer: (outcome: DispatchOutcome) => void = () => undefined;
    const answered = new Promise<DispatchOutcome>((give) => (answer = give));
    const getnet = createGetnetAnswering(approved());
    world.answerWith({
      ...getnet,
      send: (accepted) => {
        getnet.sent.push(accepted.customId);
        return answered;
      },
    });
    const sale = await world.sale(saleInput({ limits: { attentionAfter: 30_000 } }));
    await until(() => getnet.sent.length === 1);
    await sale.callBack('900001');
    await sale.learns('approved');
    const events = (await sale.run.fetchHistory()).events ?? [];
    expect(events.filter((one) => one.timerStartedEventAttributes)).toHaveLength(1);
    expect(events.filter((one) => one.timerCanceledEventAttributes)).toEqual([]);
    answer(acknowledged);
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  });

  it('attempt 1 is refused: the key tries again in the same run, and a late callback of attempt 1 counts', async () => {
    createGetnetSaying(declined('900001'), offline);
    const sale = await world.sale();
    expect(await sale.post()).toMatchObject({ status: 'not_sent' });
    await sale.callBack('900001', 'of attempt 1', 1);
    await sale.learns('not approved');
    createGetnetSaying(approved('900001'));
    expect(await sale.retry(2)).toMatchObject({ status: 'in_progress', accepted: { attempt: 2 } });
    await sale.callBack('900001', 'of attempt 2', 2);
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  });

  it('a void is done: it is remembered, and no other undo is sent', async () => {
    createGetnetSaying(approved());
    const undone = buildUndoneSale();
    const first = await world.sale(buildUndoInput(undone));
    await first.callBack('900001');
    await first.run.result();
    const { memo } = await world.client.workflow.getHandle(undosWorkflowId(undone.name)).describe();
    expect(memo).toMatchObject({ undos: [{ type: 'void', state: 'done' }] });
    const second = await world.sale(buildUndoInput(undone, { type: 'return', value: 5 }));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'already-reversed' } });
  });
});
