import { Client, Connection } from '@temporalio/client';
import { leaseWorkflowId } from '../../src/workflows/terminal-lease.messages.js';
import { transactionWorkflowId } from '../../src/workflows/transaction.messages.js';

/** What a sale and its lease leave in Temporal. */
export interface HistorySize {
  readonly events: number;
  readonly stateTransitions: number;
  readonly bytes: number;
}

export async function readHistorySize(
  { id, serialNumber }: { readonly id: string; readonly serialNumber: string },
  temporalAddress: string,
): Promise<HistorySize> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection });
    const ids = [
      transactionWorkflowId(id as Parameters<typeof transactionWorkflowId>[0]),
      leaseWorkflowId({ country: 'CL', serialNumber }),
    ];
    const runs = await Promise.all(ids.map((workflowId) => client.workflow.getHandle(workflowId).describe()));
    const sum = (of: (run: (typeof runs)[number]) => number) =>
      runs.reduce((whole, run) => whole + of(run), 0);
    return {
      events: sum(({ historyLength }) => historyLength),
      stateTransitions: sum(({ raw }) => Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0)),
      bytes: sum(({ historySize }) => historySize ?? 0),
    };
  } finally {
    await connection.close();
  }
}
