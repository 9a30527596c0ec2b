import { WithStartWorkflowOperation } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/common';
import {
  undoEndedUpdate,
  undoRequestedUpdate,
  undosStart,
  undosWorkflow,
  undosWorkflowId,
} from '../workflows/undos.messages.js';
import type { UndoGrant } from '../workflows/undos.messages.js';
import type { UndoActivities, UndoRequest } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** Leave to undo a sale, and how the undo ended: asked of, and told to, the one place that remembers. */
export function undoActivities(deps: Dependencies): UndoActivities {
  return {
    requestUndo: (request) => callTemporal(deps, () => requested(deps, request)),
    async reportUndo({ sale, ending }) {
      const undos = deps.temporal.workflow.getHandle(undosWorkflowId(sale.name));
      const tell = () =>
        undos.executeUpdate(undoEndedUpdate, {
          updateId: `${ending.customId} ${ending.state}`,
          args: [ending],
        });
      await callTemporal(deps, tell).catch(unlessForgotten);
    },
  };
}

async function requested(
  { temporal, taskQueue }: Dependencies,
  { sale, claim }: UndoRequest,
): Promise<UndoGrant> {
  const startWorkflowOperation = new WithStartWorkflowOperation(undosWorkflow, undosStart(sale, taskQueue));
  try {
    return await temporal.workflow.executeUpdateWithStart(undoRequestedUpdate, {
      updateId: claim.customId,
      args: [claim],
      startWorkflowOperation,
    });
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
    const detail =
      'what was undone of it is remembered no more (too old, or ended by hand), so undo it at the terminal';
    return { kind: 'refused', reason: 'not-reversible', detail };
  }
}

/** Its time is over, or it never came to be: nobody asks any more. */
function unlessForgotten(failure: unknown): void {
  if (!(failure instanceof WorkflowNotFoundError)) throw failure;
}
