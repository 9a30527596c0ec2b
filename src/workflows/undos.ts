import {
  CancellationScope,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { saleFoundOpenSignal, undoEndedUpdate, undoRequestedUpdate } from './undos.messages.js';
import type { UndosInput, UndosMemo } from './undos.messages.js';
import { UndoLog } from './undo-log.js';

/**
 * The one place that remembers the undos of a sale: it grants them one at a time, and together never more than the sale.
 * Started with the first of them; it stays, at no cost, for as long as the sale itself is remembered, or its run goes on, and longer
 * while one of them has no proven outcome.
 */
export async function undos(input: UndosInput): Promise<UndosMemo> {
  const memory = new UndoLog(input);
  setHandler(undoRequestedUpdate, (claim) => CancellationScope.nonCancellable(() => memory.request(claim)), {
    description: 'A void or return asks for permission to be sent',
  });
  setHandler(undoEndedUpdate, (ending) => memory.recordEnding(ending), {
    description: 'How a void or return ended',
  });
  setHandler(saleFoundOpenSignal, ({ rememberUntil }) => memory.extend(rememberUntil), {
    description: 'The run of the sale goes on: its undos are remembered for longer',
  });
  return CancellationScope.nonCancellable(() => remember(memory));
}

async function remember(memory: UndoLog): Promise<UndosMemo> {
  memory.describe();
  do {
    for (let until = 0; until < memory.rememberUntilMs && !isHistoryLong();) {
      until = memory.rememberUntilMs;
      const untilForgottenMs = until - Date.now();
      await condition(isHistoryLong, Math.max(untilForgottenMs, 1), {
        summary: 'until the sale is forgotten',
      });
    }
    await condition(() => isHistoryLong() || memory.isNothingOpen);
  } while (!isHistoryLong() && Date.now() < memory.extendedUntilMs);
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
