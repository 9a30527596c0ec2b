import { expect } from '@jest/globals';
import { approved, requireIdPosTxs } from '../../support/terms.js';
import { createGetnetAnswering } from '../../support/transaction-world.js';
import type { Getnet, Sale } from '../../support/transaction-world.js';
import type { WebhookWorld } from '../../support/webhook-world.js';

/** Refuses the first command and acknowledges the second. */
export function createGetnetRefusingOnce(): Getnet {
  const getnet = createGetnetAnswering(approved());
  const send: Getnet['send'] = async ({ customId }) => {
    getnet.sent.push(customId);
    if (getnet.sent.length === 1) return { kind: 'refused', reason: 'terminal_offline' };
    return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };
  };
  return { ...getnet, send };
}

/** Runs a sale until it is approved. */
export async function sellApproved(hooked: WebhookWorld): Promise<Sale> {
  const sale = await hooked.sale();
  await sale.post();
  await sale.callBack('900001');
  expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  return sale;
}

/** @returns type and sequence of each event that the shop received. */
export function summarizeEvents({ shop }: WebhookWorld) {
  return shop.received.map(({ body }) => ({ type: body.type, sequence: body.sequence }));
}
