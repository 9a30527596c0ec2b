import {
  CancellationScope,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { undoEndedUpdate, undoRequestedUpdate } from './undos.messages.js';
import type { UndosInput, UndosMemo } from './undos.messages.js';
import { SaleUndos } from './undos.memory.js';

/**
 * The one place that remembers the undos of a sale: it grants them one at a time, and together never more than the sale.
 * Started with the first of them; it stays, at no cost, for as long as the sale itself is remembered, and longer while one
 * of them has no proven outcome.
 */
export async function undos(input: UndosInput): Promise<UndosMemo> {
  const memory = new SaleUndos(input);
  setHandler(undoRequestedUpdate, (claim) => CancellationScope.nonCancellable(() => memory.request(claim)), {
    description: 'A void or return asks for leave to be sent',
  });
  setHandler(undoEndedUpdate, (ending) => memory.end(ending), {
    description: 'How a void or return ended',
  });
  return CancellationScope.nonCancellable(() => remember(memory));
}

async function remember(memory: SaleUndos): Promise<UndosMemo> {
  memory.say();
  for (let until = 0; until < memory.rememberUntil && !longHistory();) {
    until = memory.rememberUntil;
    const untilForgotten = until - Date.now();
    await condition(longHistory, Math.max(untilForgotten, 1), { summary: 'until the sale is forgotten' });
  }
  await condition(() => longHistory() || memory.nothingOpen);
  await condition(allHandlersFinished);
  if (longHistory()) return goOn(memory);
  return memory.asMemo;
}

function goOn(memory: SaleUndos): Promise<never> {
  const again = makeContinueAsNewFunc<typeof undos>({ memo: { ...memory.asMemo } });
  return again(memory.asMemo);
}

function longHistory(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
