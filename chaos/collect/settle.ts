import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { exchange } from '../../test/e2e/support/http.js';
import type { Body } from '../../test/e2e/support/http.js';
import type { Shop } from '../../test/e2e/support/shops.js';
import { isWithoutWorker } from '../oracle/evidence.js';
import { inParallel } from '../in-parallel.js';
import type { Told } from '../record.js';
import { hasEnded } from '../statuses.js';
import { ATTENTION_AFTER_MS, LEASE_BOUND_MS } from '../world/world.js';
import type { ChaosWorld } from '../world/world.js';

/** What a read gives once all is over. */
export type LastAnswer = Pick<Told, 'http' | 'body'>;

const SPARE_MS = 30_000;
const AGAIN_MS = 500;
/** How many are looked at at a time: those that look must not be the load. */
const WIDTH = 4;

/** A transaction that is looked at in the end. */
export interface Looked {
  readonly id: string;
  readonly shop: Shop;
}

/** Asks both API processes until each has ended or needs a person, for the budget of the latest and 30 s more at the most. */
export async function settle(
  world: ChaosWorld,
  looked: readonly Looked[],
): Promise<ReadonlyMap<string, readonly (LastAnswer | undefined)[]>> {
  const deadline = Date.now() + ATTENTION_AFTER_MS + SPARE_MS;
  const answers = await inParallel(looked, WIDTH, async ({ id, shop }) => {
    for (;;) {
      const both = await Promise.all([readAt(world.apis[1], id, shop), readAt(world.apis[2], id, shop)]);
      if (both.every(isOver) || Date.now() > deadline) return [id, both] as const;
      await pause(AGAIN_MS);
    }
  });
  return new Map(answers);
}

/** A transaction that nobody started, or one that has ended. A sale is not over while an undo of it is. */
function isOver(answer: LastAnswer | undefined): boolean {
  if (answer?.http === 404) return true;
  if (answer?.http !== 200 || isWithoutWorker(answer.body)) return false;
  // The undo of unknown outcome is the one that needs a person.
  return hasEnded(answer.body.status) && !isWaitingForConfirmation(answer.body);
}

function isWaitingForConfirmation(body: Body): boolean {
  return body['confirmation'] === 'awaited' || body['confirmation'] === 'open';
}

async function readAt(api: string, id: string, { apiKey }: Shop): Promise<LastAnswer | undefined> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const answer = await exchange(`${api}/v1/transactions/${id}`, { headers, patience: 30_000 }).catch(
    () => undefined,
  );
  return answer && { http: answer.status, body: answer.body };
}

/** Waits until no terminal is held, for the bound of a lease and 30 s more at the most. @returns those that are. */
export async function waitForLeases(client: Client): Promise<readonly string[]> {
  const deadline = Date.now() + LEASE_BOUND_MS + SPARE_MS;
  const query = `WorkflowType = 'terminalLease' AND ExecutionStatus = 'Running'`;
  for (;;) {
    const held: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query })) held.push(workflowId);
    if (held.length === 0 || Date.now() > deadline) return held;
    await pause(AGAIN_MS);
  }
}
