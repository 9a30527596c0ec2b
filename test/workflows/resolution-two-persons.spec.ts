import { afterEach, describe, expect, it } from '@jest/globals';
import { useStoryWorkers } from '../support/story-workers.js';
import type { TransactionWorld } from '../support/transaction-world.js';

import { readRefusal, resolve, startUnknownSale } from './support/resolutions.js';

useStoryWorkers();

const clp = (value: number) => ({ value, currency: 'CLP' as const });

describe('a resolution by two persons', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const unknownSale = async (...terms: Parameters<typeof startUnknownSale>) => {
    const started = await startUnknownSale(...terms);
    world = started.world;
    return started.sale;
  };

  it('above the limit: the first verdict is a proposal, only the same verdict by another key settles', async () => {
    const sale = await unknownSale();
    const above = { secondActorAbove: clp(5_000) };
    expect(await resolve(sale, 'declined', above)).toMatchObject({ kind: 'proposed' });
    expect(await resolve(sale, 'declined', above)).toMatchObject({ kind: 'proposed' });
    expect(await readRefusal(resolve(sale, 'approved', { ...above, actor: 'boss' }))).toBe('VerdictDiffers');
    expect(await readRefusal(resolve(sale, 'approved', above))).toBe('VerdictDiffers');
    expect((await sale.snapshot()).attention?.proposal).toMatchObject({ actor: 'support' });
    expect(await resolve(sale, 'declined', { ...above, actor: 'boss' })).toMatchObject({ kind: 'settled' });
    expect(await sale.run.result()).toMatchObject({
      status: 'declined',
      resolution: { actor: 'boss', actors: ['support', 'boss'] },
    });
  });

  it('an amount at the limit: one person settles it', async () => {
    const sale = await unknownSale();
    expect(await resolve(sale, 'declined', { secondActorAbove: clp(5_990) })).toMatchObject({
      kind: 'settled',
    });
    await sale.run.result();
  });

  it('a proposal, and then a callback claims the contrary: the proposal is void and blocks nothing', async () => {
    const sale = await unknownSale();
    const above = { secondActorAbove: clp(5_000) };
    await resolve(sale, 'declined', above);
    await sale.callBack('900077');
    await sale.learns('claims approved');
    expect(await readRefusal(resolve(sale, 'declined', { ...above, actor: 'boss' }))).toBe(
      'EvidenceContradicts',
    );
    expect(await resolve(sale, 'approved', { ...above, actor: 'boss' })).toMatchObject({
      kind: 'proposed',
    });
    expect(await resolve(sale, 'approved', above)).toMatchObject({ kind: 'settled' });
    await sale.run.result();
  });

  it('two persons at once with two verdicts: one counts, and the other person gets it as the answer', async () => {
    const sale = await unknownSale();
    const answers = await Promise.allSettled([
      resolve(sale, 'declined'),
      resolve(sale, 'approved', { actor: 'boss' }),
      resolve(sale, 'declined'),
    ]);
    const { status } = await sale.run.result();
    const settled = answers.flatMap((one) =>
      one.status === 'fulfilled' && one.value.kind === 'settled' ? [one.value.snapshot.status] : [],
    );
    expect(new Set(settled)).toEqual(new Set([status]));
    expect(settled.length).toBeGreaterThan(0);
  });
});
