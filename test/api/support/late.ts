import { expect } from '@jest/globals';
import type { CustomId } from '../../../src/domain/ids.js';
import { lateResultWorkflowId } from '../../../src/workflows/late-result.messages.js';
import type { ApiWorld } from './api-world.js';
import { buildCallbackPath } from './callbacks.js';
import { keys } from './shop.js';

/** Calls back as Getnet would, and waits until it is verified. */
export async function callBackLate(world: ApiWorld, customId: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const reply = await world.api.ask(buildCallbackPath(customId), { method: 'POST', headers, body });
  expect(reply.status).toBe(200);
  await world.temporal.client.workflow.getHandle(lateResultWorkflowId(customId as CustomId)).result();
}

/** How a transaction stands, and what came after its end. */
export async function readLate(world: ApiWorld, id: string, as = keys.chile) {
  const { body } = await world.api.get(`/v1/transactions/${id}`, { as });
  return { status: body.status, late: body.late };
}
