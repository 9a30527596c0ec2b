import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Undo, UndoneSale } from '../../src/domain/undo.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { createGetnetAnswering } from './transaction-world.js';
import type { TransactionWorld } from './transaction-world.js';

/** A Getnet that refuses the first command of all as forbidden. */
export function createGetnetForbiddingOnce(
  verdict: Verdict,
  id?: string,
): ReturnType<typeof createGetnetAnswering> {
  const refusals: DispatchOutcome[] = [{ kind: 'refused', reason: 'forbidden' }];
  const getnet = createGetnetAnswering(verdict, id);
  return { ...getnet, send: async (...order) => refusals.shift() ?? getnet.send(...order) };
}

/** What is remembered of the undos of a sale. */
export async function readUndos(
  { client }: Pick<TransactionWorld, 'client'>,
  { name }: UndoneSale,
): Promise<readonly Undo[]> {
  const { memo } = await client.workflow.getHandle(undosWorkflowId(name)).describe();
  return (memo as unknown as Partial<UndosMemo>).undos ?? [];
}
