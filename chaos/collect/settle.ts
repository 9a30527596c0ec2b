import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { exchange } from '../../test/e2e/support/http.js';
import type { Body } from '../../test/e2e/support/http.js';
import type { Shop } from '../../test/e2e/support/shops.js';
import { findOpenUndo, isWithoutWorker } from '../oracle/evidence.js';
import { mapConcurrently } from '../map-concurrently.js';
import type { ReceivedAnswer } from '../record.js';
import { hasEnded } from '../statuses.js';
import { ATTENTION_AFTER_MS, LEASE_BOUND_MS } from '../world/world.js';
import type { ChaosWorld } from '../world/world.js';

/** What a read gives once all is over. */
export type LastAnswer = Pick<ReceivedAnswer, 'http' | 'body'>;

const SPARE_MS = 30_000;
const AGAIN_MS = 500;
/** How many are looked at at a time: those that look must not be the load. */
const WIDTH = 4;

/** A transaction that is looked at in the end. */
export interface TrackedTransaction {
  readonly id: string;
  readonly shop: Shop;
}

/** What API 1 and API 2 say. */
type BothAnswers = readonly [LastAnswer | undefined, LastAnswer | undefined];

/** Asks both API processes until each has ended or needs a person, for the budget of the latest and 30 s more at the most. */
export async function waitForFinalAnswers(
  world: ChaosWorld,
  looked: readonly TrackedTransaction[],
): Promise<ReadonlyMap<string, readonly (LastAnswer | undefined)[]>> {
  const deadline = Date.now() + ATTENTION_AFTER_MS + SPARE_MS;
  const answers = new Map<string, BothAnswers>();
  for (let open = looked; ;) {
    const seen = await mapConcurrently(open, WIDTH, async (one) => ({ one, ...(await look(world, one)) }));
    for (const { one, both } of seen) answers.set(one.id, both);
    open = seen.filter(({ isOver }) => !isOver).map(({ one }) => one);
    if (open.length === 0 || Date.now() > deadline) return answers;
    await pause(AGAIN_MS);
  }
}

async function look(
  world: ChaosWorld,
  one: TrackedTransaction,
): Promise<{ both: BothAnswers; isOver: boolean }> {
  const both = await readBoth(world, one);
  const undos = both.map((answer) => findOpenUndo(answer?.body));
  if (undos.every((id) => id === undefined)) return { both, isOver: both.every(isOver) };
  // While a person is needed for an undo, its sale stays as it is.
  const ends = await Promise.all(
    undos.map((id) => id !== undefined && readBoth(world, { id, shop: one.shop })),
  );
  return { both, isOver: ends.every((end) => end && end.every((answer) => needsPerson(answer))) };
}

async function readBoth({ apis }: ChaosWorld, { id, shop }: TrackedTransaction): Promise<BothAnswers> {
  return Promise.all([readAt(apis[1], id, shop), readAt(apis[2], id, shop)]);
}

function needsPerson(answer: LastAnswer | undefined): boolean {
  return answer?.http === 200 && answer.body.status === 'needs_attention' && !isWithoutWorker(answer.body);
}

/** A transaction that nobody started, or one that has ended. A sale is not over while an undo of it is. */
function isOver(answer: LastAnswer | undefined): boolean {
  if (answer?.http === 404) return true;
  if (answer?.http !== 200 || isWithoutWorker(answer.body)) return false;
  return hasEnded(answer.body.status) && !isWaitingForConfirmation(answer.body);
}

/** Nothing follows any more: an undo, a late charge or a person could still change all others. */
export function isClosed(answer: LastAnswer | undefined): boolean {
  if (answer?.http !== 200) return answer?.http === 404;
  const { status, confirmation, undo } = answer.body;
  return status === 'declined' || (status === 'approved' && confirmation === null && undo === null);
}

function isWaitingForConfirmation(body: Body): boolean {
  return body['confirmation'] === 'awaited' || body['confirmation'] === 'open';
}

async function readAt(api: string, id: string, { apiKey }: Shop): Promise<LastAnswer | undefined> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const answer = await exchange(`${api}/v1/transactions/${id}`, { headers, timeoutMs: 30_000 }).catch(
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
