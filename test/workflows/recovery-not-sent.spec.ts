import { afterEach, describe, expect, it } from '@jest/globals';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { createRefusingGetnet, offline, recover, recoverWithHint } from './support/recoveries.js';

useStoryWorkers();

describe('a transaction that was not sent, or not in its first attempt, whose run was ended by hand', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('before anything was given to a worker: it was not sent, and the key starts nothing more', async () => {
    const getnet = createGetnetAnswering(approved());
    world = await TransactionWorld.over(getnet, { workers: false });
    const sale = await world.sale();
    await sale.run.terminate();
    await world.startWorkers();
    const found = await recover(world, sale.input);
    expect(found).toMatchObject({
      status: 'not_sent',
      outcome: { moneyMoved: 'no', reason: 'dispatch-expired' },
    });
    expect(found.retryUntil).toBeUndefined();
    expect(getnet.sent).toEqual([]);
  });

  it('parked: it was not sent for the same reason, and the key starts nothing more', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(offline));
    const sale = await world.sale();
    await sale.parks(1);
    await sale.run.terminate();
    const found = await recover(world, sale.input);
    expect(found).toMatchObject({
      status: 'not_sent',
      outcome: { moneyMoved: 'no', reason: 'terminal-offline' },
    });
    expect(found.retryUntil).toBeUndefined();
  });

  it('parked, and then a callback that Getnet confirms: it charged after all', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(offline));
    const sale = await world.sale();
    await sale.parks(1);
    await sale.run.terminate();
    const start = await recoverWithHint(world, sale.input, '900001');
    expect(await start.result()).toMatchObject({
      status: 'approved',
      outcome: { moneyMoved: 'yes', warning: 'reported-not-sent-before' },
    });
  });

  it('parked, and then a callback that Getnet refutes: it was not sent', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(offline));
    const sale = await world.sale();
    await sale.parks(1);
    await sale.callBack('900009');
    await sale.becomes('not_sent');
    await sale.run.terminate();
    const foreign = { kind: 'contradiction', fields: ['customId'], foreign: true } as const;
    world.answerWith(createGetnetAnswering(foreign));
    expect(await recover(world, sale.input)).toMatchObject({
      status: 'not_sent',
      outcome: { reason: 'terminal-offline' },
    });
  });

  it('in its second attempt: the outcome is that attempt’s', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(offline));
    const sale = await world.sale();
    await sale.parks(1);
    void sale.retry(2).catch(() => undefined);
    await sale.learns('acknowledged');
    await sale.run.terminate();
    expect(await recover(world, sale.input)).toMatchObject({
      status: 'approved',
      accepted: { attempt: 2, customId: `${sale.input.accepted.transactionId}-2` },
    });
  });
});
