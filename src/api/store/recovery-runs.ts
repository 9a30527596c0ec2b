import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import {
  buildRecoveryStart,
  recoveryWorkflow,
  recoveryWorkflowId,
} from '../../workflows/recovery.messages.js';
import type { RecoveryInput } from '../../workflows/recovery.messages.js';
import { ignoreAlreadyStarted, undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { callbackArrivedSignal } from '../../workflows/transaction.messages.js';
import { queryWrittenSnapshot } from '../../workflows/written-snapshot.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import { readRunEnd } from './run-history.js';
import { isFinalSnapshot } from './run.js';
import type { Run } from './run.js';
import { LOOK_UP_MS, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** How far the search for the outcome of a run is that ended without one. */
export type RecoveryState =
  | { readonly kind: 'running' }
  | { readonly kind: 'settled'; readonly snapshot: Snapshot }
  /** Nobody has started it, or it was ended by hand, too. */
  | { readonly kind: 'none' };

/** One call. @throws Problem `orchestrator-unavailable` */
export async function readRecovery(temporal: Temporal, transactionId: TransactionId): Promise<RecoveryState> {
  const end = await callTemporal(temporal, LOOK_UP_MS, () =>
    readRunEnd(temporal.client, recoveryWorkflowId(transactionId)),
  ).catch(undefinedWhenNotFound);
  if (end?.kind === 'running') return { kind: 'running' };
  return isFinalSnapshot(end?.result) ? { kind: 'settled', snapshot: end.result } : { kind: 'none' };
}

/**
 * A recovery may go on for longer than the run that it searches for is kept.
 *
 * @returns undefined where there is none, or no worker answers for it: it alone knows what was accepted.
 * @throws Problem `orchestrator-unavailable`
 */
export async function findRecoveryAlone(temporal: Temporal, id: TransactionId): Promise<Run | undefined> {
  const recovery = await readRecovery(temporal, id);
  if (recovery.kind === 'settled') return { kind: 'closed', snapshot: recovery.snapshot, isRecovered: true };
  if (recovery.kind === 'none') return undefined;
  const run = temporal.client.workflow.getHandle(recoveryWorkflowId(id));
  const query = () => queryWrittenSnapshot(run);
  const snapshot = await callTemporal(temporal, LOOK_UP_MS, query).catch(() => undefined);
  return snapshot && { kind: 'lost', snapshot, isRecovering: true };
}

/** Its key is used once more: the search begins, if it has not. @throws Problem `orchestrator-unavailable` */
export async function startRecovery(temporal: Temporal, lost: Accepted): Promise<void> {
  await callTemporal(temporal, LOOK_UP_MS, () =>
    temporal.client.workflow.start(recoveryWorkflow, buildStart(temporal, lost)),
  ).catch(ignoreAlreadyStarted);
}

/** Getnet called back: the search takes it, and begins with it if need be. @throws Problem `orchestrator-unavailable` */
export async function signalRecoveryCallback(
  temporal: Temporal,
  lost: Accepted,
  hint: CallbackHint,
): Promise<void> {
  const options = {
    ...buildStart(temporal, lost),
    signal: callbackArrivedSignal,
    signalArgs: [hint] as [CallbackHint],
  };
  await callTemporal(temporal, LOOK_UP_MS, () =>
    temporal.client.workflow.signalWithStart(recoveryWorkflow, options),
  ).catch(ignoreAlreadyStarted);
}

function buildStart({ taskQueue }: Temporal, { transactionId, merchant, terminal, type }: Accepted) {
  const input: RecoveryInput = { version: 1, transactionId, merchant, terminalId: terminal.id, type };
  return buildRecoveryStart(input, taskQueue);
}
