import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionWorld } from '../support/transaction-world.js';
import { approved } from '../support/terms.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet, { terminals: 4 });
});
afterAll(() => world.close());

interface CaseList {
  readonly items: readonly {
    readonly transaction: { readonly id: string };
    readonly reason: string;
    readonly terminalId: string;
  }[];
}

/** Whose lease was ended by hand, as operators see it. */
async function list() {
  const { body } = await world.api.get<CaseList>('/v1/operator/attention', { as: keys.chileSupport });
  const lost = body.items.filter(({ reason }) => reason === 'lease_ended_by_hand');
  return lost.map(({ transaction, terminalId }) => ({ terminalId, transactionId: transaction.id }));
}

describe('the lease of a terminal', () => {
  it('given back by its holder: nothing to report', async () => {
    getnet.says(approved());
    await world.api.start(buildSaleBody('cl-1'), { prefer: 'wait=20' });
    expect(await list()).toEqual([]);
  });

  it.each([
    ['after a callback', true, 'cl-2'],
    ['by the timer', false, 'cl-3'],
  ])(
    'terminated under a sale whose outcome is found %s: reported, and the sale says so',
    async (_, isCalledBack, terminalId) => {
      getnet.says({ kind: 'pending' });
      const { body } = await world.api.start(buildSaleBody(terminalId));
      await world.endLease(terminalId);
      expect(await list()).toContainEqual({ terminalId, transactionId: body.id });
      getnet.says(approved());
      const headers = { 'content-type': 'application/json' };
      if (isCalledBack)
        await world.api.ask(buildCallbackPath(body.id), {
          method: 'POST',
          headers,
          body: buildCallbackBody(0),
        });
      const { body: read } = await world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
      expect(read.status).toBe('approved');
      const says = read.evidence.filter(({ source }) => source === 'operator').map((entry) => entry.says);
      expect(says).toEqual([
        'somebody had ended the lease by hand: another transaction may have used the terminal meanwhile',
      ]);
    },
  );
});
