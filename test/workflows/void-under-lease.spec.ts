import { afterEach, describe, expect, it } from '@jest/globals';
import type { Accepted } from '../../src/domain/transaction.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

async function runCommand(type: Accepted['type'], serialNumber: string): Promise<Accepted> {
  const input = saleInput({ serialNumber });
  const run = await world.sale({ ...input, accepted: { ...input.accepted, type } });
  await run.callBack('900001');
  await run.becomes(type === 'close' ? 'completed' : 'approved');
  await world.leaseEnds(input);
  return input.accepted;
}

const describeUndone = ({ transactionId, createdAt }: Accepted) =>
  buildUndoneSale({ name: transactionId, transactionId, createdAt, operationId: 42 });

describe('a void that the API judged before something else had the terminal', () => {
  it.each(['close', 'sale'] as const)('a %s came between: not sent', async (between) => {
    const getnet = createGetnetAnswering(approved());
    world = await TransactionWorld.over(getnet);
    const serialNumber = `VL-${process.pid}-${Date.now()}`;
    const sale = await runCommand('sale', serialNumber);
    const later = await runCommand(between, serialNumber);
    const undo = await world.sale(buildUndoInput(describeUndone(sale), { serialNumber }));
    const { status, outcome } = await undo.post();
    expect({ status, reason: outcome.reason }).toEqual({ status: 'not_sent', reason: 'not-reversible' });
    expect(outcome.detail).toContain(later.transactionId);
    expect(getnet.sent).toHaveLength(2);
  });

  it('nothing came between: sent', async () => {
    const getnet = createGetnetAnswering(approved());
    world = await TransactionWorld.over(getnet);
    const serialNumber = `VL-${process.pid}-${Date.now()}`;
    const sale = await runCommand('sale', serialNumber);
    const undo = await world.sale(buildUndoInput(describeUndone(sale), { serialNumber }));
    await undo.callBack('900001');
    await undo.becomes('approved');
    expect(getnet.sent).toHaveLength(2);
  });
});
