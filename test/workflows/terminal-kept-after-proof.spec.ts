import { afterEach, describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../src/domain/verdict.js';
import { createCancellingGetnet, createHeld } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { argentina } from './support/cancels.js';

useStoryWorkers();

/** The terminal may be at work for longer than any story lasts. */
const long: SaleTerms = {
  limits: { lifecycleWindow: 30_000, lifecycleLimit: 60_000, attentionAfter: 90_000 },
};

describe('a run that is proven, and keeps its terminal', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const leaseState = async (input: ReturnType<typeof argentina>) => (await world.lease(input)).status.name;

  it('one number charged and another may be live: its result says so', async () => {
    const shop = createCancellingGetnet();
    const heard = createHeld<void>();
    const status: Getnet['status'] = async ({ idPosTxs }) => {
      await heard.given;
      const verdict: Verdict = idPosTxs === '900001' ? approved() : { kind: 'pending' };
      return { verdict };
    };
    world = await TransactionWorld.over({ ...shop.getnet, status });
    const sale = await world.sale(argentina(long));
    await sale.post();
    await sale.callBack('900002');
    await sale.callBack('900001');
    heard.give();
    expect(await sale.run.result()).toMatchObject({ status: 'approved', keepsTerminal: true });
    expect(await leaseState(sale.input)).toBe('RUNNING');
  });

  it('its cancel request has left and is not answered: it says so until that has ended', async () => {
    const shop = createCancellingGetnet();
    const answered = createHeld<void>();
    world = await TransactionWorld.over(shop.getnet);
    const sale = await world.sale(argentina(long));
    await sale.post();
    shop.onCancel(() => answered.given.then(() => ({ kind: 'taken' }) as const));
    await sale.cancel();
    await shop.cancelReached;
    shop.says(approved());
    await sale.callBack('900001');
    expect(await sale.becomes('approved')).toMatchObject({ keepsTerminal: true });
    expect(await leaseState(sale.input)).toBe('RUNNING');
    answered.give();
    expect(await sale.run.result()).not.toHaveProperty('keepsTerminal');
    expect(await leaseState(sale.input)).toBe('TERMINATED');
  });
});
