import { describe, expect, it } from '@jest/globals';
import type { TransactionId } from '../../src/domain/ids.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { stopAtSale, hasClosedBatch, findObstacle, walkBack } from '../../src/domain/terminal-chain.js';
import { openRecord, recordProof } from '../../src/domain/record.js';
import { approved, saleInput } from '../support/terms.js';

interface Step {
  readonly type?: 'sale' | 'close' | 'poll';
  readonly operationId?: number;
  /** By its place in the list. */
  readonly before?: readonly number[];
}

/** Transactions of one terminal, oldest first, each after the one before it. */
function buildHistory(steps: readonly Step[]): readonly Snapshot[] {
  const accepted = steps.map(() => saleInput().accepted);
  const idAt = (place: number) => accepted[place]?.transactionId as TransactionId;
  return steps.map(({ type = 'sale', operationId = 1, before }, place) => {
    const mine = saleInput({ id: idAt(place) }).accepted;
    const previous = place > 0 ? { previous: idAt(place - 1) } : {};
    const proof = { ...approved(), result: { ...approved().result, operationId } };
    const at = new Date().toISOString();
    const snapshot = recordProof(
      openRecord({ ...mine, type, ...previous }),
      { proof, source: 'status_query' },
      at,
    );
    return before ? { ...snapshot, before: before.map(idAt) } : snapshot;
  });
}

async function findObstacleFor(
  place: number,
  did: readonly Snapshot[],
  { maxTransactions = 300, forgotten = -1 } = {},
) {
  const sale = did[place]?.accepted;
  const last = did.at(-1)?.accepted.transactionId;
  if (sale === undefined || last === undefined) throw new Error('there is no such transaction');
  const voidable = { ...sale, operationId: did[place]?.outcome.result?.operationId ?? 0 };
  const read = async (id: TransactionId) =>
    did.find(({ accepted }, at) => accepted.transactionId === id && at !== forgotten);
  const walk = await walkBack(read, [last], { isEnd: stopAtSale(voidable), maxTransactions });
  return findObstacle(voidable, walk);
}

describe('a void judged under the lease', () => {
  it('nothing but other sales and reports since: nothing in the way', async () => {
    const did = buildHistory([{ operationId: 1 }, { operationId: 2 }, { type: 'poll' }]);
    expect(await findObstacleFor(0, did)).toBeUndefined();
  });

  it('a close, or a sale with the same number, since: in the way; before the sale: not', async () => {
    const closed = buildHistory([{}, { type: 'close' }, { operationId: 2 }]);
    expect(await findObstacleFor(0, closed)).toMatchObject({ transaction: closed[1] });
    expect(await findObstacleFor(2, closed)).toBeUndefined();
    const again = buildHistory([{ operationId: 7 }, { operationId: 7 }]);
    expect(await findObstacleFor(0, again)).toMatchObject({ transaction: again[1] });
    expect(await findObstacleFor(1, again)).toBeUndefined();
  });

  it('a key that tried before and after the close: its attempts lead to both', async () => {
    const did = buildHistory([{}, { operationId: 2 }, { type: 'close' }, { operationId: 3, before: [1] }]);
    expect(await findObstacleFor(0, did)).toMatchObject({ transaction: did[2] });
  });

  it('a transaction between is forgotten, or there are too many: not known, so it is refused', async () => {
    const did = buildHistory([{}, { operationId: 2 }, { operationId: 3 }, { operationId: 4 }]);
    expect(await findObstacleFor(0, did, { forgotten: 2 })).toEqual({ kind: 'not_known', why: 'broken' });
    expect(await findObstacleFor(0, did, { maxTransactions: 3 })).toEqual({ kind: 'not_known', why: 'cut' });
  });

  it('an older batch is not read', async () => {
    const did = buildHistory([{}, { type: 'close' }, { operationId: 2 }]);
    const read = async (id: TransactionId) => did.find(({ accepted }) => accepted.transactionId === id);
    const last = did[2]?.accepted.transactionId as TransactionId;
    const { transactions } = await walkBack(read, [last], { isEnd: hasClosedBatch, maxTransactions: 300 });
    expect(transactions).toEqual([did[2], did[1]]);
  });
});
