import type { DispatchOutcome } from '../../../src/domain/dispatch.js';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import { callbackArrivedSignal } from '../../../src/workflows/transaction.messages.js';
import type { TransactionInput } from '../../../src/workflows/transaction.messages.js';
import { buildRecoveryStart, recoveryWorkflow } from '../../../src/workflows/recovery.messages.js';
import { getRecovery, startRecovery } from '../../support/recovery.js';
import { approved, requireIdPosTxs } from '../../support/terms.js';
import { createGetnetAnswering } from '../../support/transaction-world.js';
import type { TransactionWorld } from '../../support/transaction-world.js';

export const offline: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
export const lost: DispatchOutcome = { kind: 'unknown', cause: 'the connection broke' };

/** A Getnet that answers the next commands so, and then acknowledges. */
export function createRefusingGetnet(...answers: DispatchOutcome[]) {
  const getnet = createGetnetAnswering(approved());
  const send: typeof getnet.send = async (accepted, order) => {
    const answer = answers.shift();
    if (answer === undefined) return getnet.send(accepted, order);
    getnet.sent.push(accepted.customId);
    return answer;
  };
  return { ...getnet, send };
}

/** What is found about a transaction whose run was ended by hand. */
export async function recover(world: TransactionWorld, input: TransactionInput): Promise<Snapshot> {
  await startRecovery(world, input);
  return (await getRecovery(world, input.accepted.transactionId).result()) as Snapshot;
}

/** A callback about it names a number. */
export function recoverWithHint(world: TransactionWorld, { accepted }: TransactionInput, number: string) {
  const { transactionId, merchant, terminal, type, customId } = accepted;
  const input = { version: 1 as const, transactionId, merchant, terminalId: terminal.id, type };
  const idPosTxs = requireIdPosTxs(number);
  return world.client.workflow.signalWithStart(recoveryWorkflow, {
    ...buildRecoveryStart(input, world.taskQueue),
    signal: callbackArrivedSignal,
    signalArgs: [{ version: 1, customId, digest: 'late', claims: 'approved', idPosTxs }],
  });
}
