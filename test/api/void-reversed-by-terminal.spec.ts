import { expect, it } from '@jest/globals';
import { approved, declined } from '../support/terms.js';
import { buildCallbackBody } from './support/callbacks.js';
import { callBackLate } from './support/late.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';

const DECLINED = 9001;
const stories = openScriptedWorld({ terminals: 2 });
const { getnet, takeNewTerminal } = stories;

it('a void is approved, and the terminal reverses it later: the sale stays reversed, and a warning names the void', async () => {
  getnet.says(approved());
  const terminalId = takeNewTerminal();
  const { body: sale } = await stories.world.api.start(buildSaleBody(terminalId), { prefer: 'wait=20' });
  const order = { type: 'void', terminalId, originalTransactionId: sale.id };
  const { body: undo } = await stories.world.api.start(order, { prefer: 'wait=20' });
  expect(undo).toMatchObject({ status: 'approved' });
  const read = async () => (await stories.world.api.get(`/v1/transactions/${sale.id}`)).body;
  expect(await read()).toMatchObject({ status: 'reversed' });
  expect((await read()).outcome.warning).toBeUndefined();
  await stories.world.run(undo.id).result();
  getnet.says(declined());
  await callBackLate(stories.world, undo.id, buildCallbackBody(DECLINED));
  const shown = await read();
  expect(shown.status).toBe('reversed');
  expect(shown.outcome.warning).toContain(`undo-gone: the void ${undo.id} was approved`);
});
