import { describe, expect, it } from '@jest/globals';
import { openOperatorWorld } from './support/operator-world.js';
import type { VerdictOfPerson } from './support/operator-world.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';

const stories = openOperatorWorld({ waiting: 2 });
const { waitingSale, resolve, release, read, takeNewTerminal } = stories;

describe('which keys may settle and release', () => {
  it('a key with the role payments alone: forbidden, and nothing is settled', async () => {
    const { id, terminalId } = await waitingSale();
    const till: VerdictOfPerson = { as: keys.chile };
    const answers = [
      await resolve(id, 'declined', till),
      await release(terminalId, till),
      await stories.world.api.get('/v1/operator/attention', { as: keys.chile }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await read(id)).body.status).toBe('needs_attention');
  });

  it('an operator’s key starts nothing', async () => {
    expect(
      await stories.world.api.start(buildSaleBody(takeNewTerminal()), { as: keys.chileSupport }),
    ).toMatchObject({
      status: 403,
    });
  });

  it('an unknown transaction or terminal, or another merchant’s: not found', async () => {
    const started = await stories.world.api.start(
      buildSaleBody('ar-1', { amount: { value: 120_000, currency: 'ARS' } }),
      {
        as: keys.argentina,
      },
    );
    for (const id of [started.body.id, 'tx_0000000000000000000', 'nothing'])
      expect(await resolve(id, 'declined')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    for (const terminalId of ['ar-1', 'nothing'])
      expect(await release(terminalId)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each<[string, VerdictOfPerson, string]>([
    ['no verdict', { verdict: undefined }, 'verdict'],
    ['a verdict of nobody', { verdict: 'maybe' }, 'verdict'],
    ['an empty reason', { reason: ' ' }, 'reason'],
    ['no evidence', { evidence: undefined }, 'evidence'],
    ['a card number', { evidence: 'card 4111 1111 1111 1111' }, 'evidence'],
    ['a long reason', { reason: 'x'.repeat(501) }, 'reason'],
    ['a field of nobody', { amount: 1 }, 'amount'],
  ])('%s: refused, naming the field', async (_, over, field) => {
    const { status, body } = await resolve('tx_0000000000000000000', 'declined', over);
    expect(status).toBe(422);
    expect(body.errors?.map((one) => one.field)).toEqual([field]);
  });
});
