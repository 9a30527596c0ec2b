import { setTimeout as pause } from 'node:timers/promises';
import { exchange } from '../../test/e2e/support/http.js';
import type { Body } from '../../test/e2e/support/http.js';
import type { ChaosWorld } from '../world/world.js';
import type { LastAnswer } from './settle.js';

const CATCH_UP_MS = 60_000;
const AGAIN_MS = 1_000;

/** Reads both merchants' lists until they show what the transactions say, for a minute at the most. */
export async function readRows(
  world: ChaosWorld,
  last: ReadonlyMap<string, readonly (LastAnswer | undefined)[]>,
): Promise<ReadonlyMap<string, Body>> {
  for (const deadline = Date.now() + CATCH_UP_MS; ;) {
    const rows = await readUntil(deadline, () => readLists(world));
    const agrees = [...last].every(
      ([id, [answer]]) => answer?.http !== 200 || rows.get(id)?.status === answer.body.status,
    );
    if (agrees || Date.now() > deadline) return rows;
    await pause(AGAIN_MS);
  }
}

async function readLists({ shops, apis }: ChaosWorld): Promise<ReadonlyMap<string, Body>> {
  const rows = new Map<string, Body>();
  for (const { apiKey } of shops) {
    for await (const body of readPages(`${apis[1]}/v1/transactions?limit=100`, apiKey))
      for (const item of (body['items'] ?? []) as readonly Body[]) rows.set(item.id ?? '', item);
  }
  return rows;
}

/** The transactions that a list for people names, read again until every page was answered, for a minute at the most. */
export async function readAttention(world: ChaosWorld): Promise<ReadonlySet<string>> {
  return readUntil(Date.now() + CATCH_UP_MS, () => readAttentionOnce(world));
}

/** A list that was refused is read again. @throws what refused it, after the deadline. */
async function readUntil<T>(deadline: number, read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (failure) {
      if (Date.now() > deadline) throw failure;
    }
    await pause(AGAIN_MS);
  }
}

async function readAttentionOnce({ shops, apis }: ChaosWorld): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const { apiKey } of shops) {
    for await (const body of readPages(`${apis[1]}/v1/operator/attention?limit=100`, apiKey))
      for (const { transaction } of (body['items'] ?? []) as readonly { transaction: Body | null }[])
        if (transaction?.id) ids.add(transaction.id);
  }
  return ids;
}

/** @throws Error where a page was refused: a list that was read in part is no list. */
async function* readPages(address: string, apiKey: string): AsyncGenerator<Body> {
  const headers = { authorization: `Bearer ${apiKey}` };
  for (let cursor: unknown = undefined; cursor !== null;) {
    const at = typeof cursor === 'string' ? `${address}&cursor=${encodeURIComponent(cursor)}` : address;
    const { status, body } = await exchange(at, { headers });
    if (status !== 200) throw new Error(`${at} answered ${status}`);
    yield body;
    cursor = body['nextCursor'] ?? null;
  }
}
