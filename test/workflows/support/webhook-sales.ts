import { afterEach, expect } from '@jest/globals';
import { approved, requireIdPosTxs } from '../../support/terms.js';
import { createGetnetAnswering } from '../../support/transaction-world.js';
import type { Getnet, Sale } from '../../support/transaction-world.js';
import { startWebhookWorld } from '../../support/webhook-world.js';
import type { WebhookWorld, WebhookWorldOptions } from '../../support/webhook-world.js';

/** The world of the present test, with a shop that listens. */
export let hooked: WebhookWorld;

/** Opens the world of a test. */
export async function listen(
  options: WebhookWorldOptions = {},
  getnet: Getnet = createGetnetAnswering(approved()),
): Promise<WebhookWorld> {
  hooked = await startWebhookWorld(getnet, options);
  return hooked;
}

/** Closes the world of each test of a spec file. */
export function closeWorldAfterEach(): void {
  afterEach(() => hooked.close());
}

/** A Getnet whose terminal is offline at the first command, and takes the second. */
export function createGetnetOfflineOnce(): Getnet {
  const getnet = createGetnetAnswering(approved());
  const send: Getnet['send'] = async ({ customId }) => {
    getnet.sent.push(customId);
    if (getnet.sent.length === 1) return { kind: 'refused', reason: 'terminal_offline' };
    return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };
  };
  return { ...getnet, send };
}

/** Runs a sale until it is approved. */
export async function sell(): Promise<Sale> {
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
