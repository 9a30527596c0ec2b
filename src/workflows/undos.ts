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
import { UndoLog } from './undo-log.js';

/**
 * The one place that remembers the undos of a sale: it grants them one at a time, and together never more than the sale.
 * Started with the first of them; it stays, at no cost, for as long as the sale itself is remembered, and longer while one
 * of them has no proven outcome.
 */
export async function undos(input: UndosInput): Promise<UndosMemo> {
  const memory = new UndoLog(input);
  setHandler(undoRequestedUpdate, (claim) => CancellationScope.nonCancellable(() => memory.request(claim)), {
    description: 'A void or return asks for permission to be sent',
  });
  setHandler(undoEndedUpdate, (ending) => memory.recordEnding(ending), {
    description: 'How a void or return ended',
  });
  return CancellationScope.nonCancellable(() => remember(memory));
}

async function remember(memory: UndoLog): Promise<UndosMemo> {
  memory.describe();
  for (let until = 0; until < memory.rememberUntil && !isHistoryLong();) {
    until = memory.rememberUntil;
    const untilForgottenMs = until - Date.now();
    await condition(isHistoryLong, Math.max(untilForgottenMs, 1), { summary: 'until the sale is forgotten' });
  }
  await condition(() => isHistoryLong() || memory.isNothingOpen);
  await condition(allHandlersFinished);
  if (isHistoryLong()) return continueAsNew(memory);
  return memory.memo;
}

function continueAsNew(memory: UndoLog): Promise<never> {
  const again = makeContinueAsNewFunc<typeof undos>({ memo: { ...memory.memo } });
  return again(memory.memo);
}

function isHistoryLong(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
