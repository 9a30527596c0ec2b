import { WithStartWorkflowOperation } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { buildCustomId } from '../../src/domain/ids.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Accepted } from '../../src/domain/transaction.js';
import {
  CANCEL_UPDATE_ID,
  attemptUpdateId,
  callbackArrivedSignal,
  cancelRequestedUpdate,
  dispatchedUpdate,
  transactionWorkflow,
  triedAgainUpdate,
} from '../../src/workflows/transaction.messages.js';
import type { TransactionInput, TransactionMemo } from '../../src/workflows/transaction.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import type { transaction } from '../../src/workflows/transaction.js';
import { askRun, askSnapshot, watchSnapshot } from './ask-run.js';
import { requireIdPosTxs } from './terms.js';
import type { TransactionWorld } from './transaction-world.js';
import { until } from './until.js';

/** One sale under way. */
export type Sale = Awaited<ReturnType<typeof beginSale>>;

/** @returns what the API accepts as a further attempt at a sale, with as long to send it. */
export function buildNextAccepted(
  { accepted, policy }: TransactionInput,
  attempt: number,
  over: Partial<Accepted> = {},
): Accepted {
  const { transactionId } = accepted;
  return {
    ...accepted,
    attempt,
    customId: buildCustomId({ transactionId, attempt }),
    createdAt: new Date().toISOString(),
    dispatchBy: Date.now() + policy.limits.dispatchWithin,
    ...over,
  };
}

const countEvidence = ({ evidence }: Snapshot) => evidence.reduce((sum, { times }) => sum + times, 0);

/** What the SDK tells of a workflow to Temporal's UI. */
const METADATA_QUERY = '__temporal_workflow_metadata';

/** @param isAttended whether workers run: without them the sale is started, and nobody waits until it is accepted. */
export async function beginSale(world: TransactionWorld, input: TransactionInput, isAttended: boolean) {
  const { client, taskQueue } = world;
  const options = buildTransactionStart(input, taskQueue);
  const begin = () =>
    client.workflow.startUpdateWithStart(dispatchedUpdate, {
      updateId: attemptUpdateId(1),
      waitForStage: 'ACCEPTED',
      startWorkflowOperation: new WithStartWorkflowOperation<typeof transaction>(
        transactionWorkflow,
        options,
      ),
    });
  const run = client.workflow.getHandle<typeof transaction>(options.workflowId);
  const snapshot = () => askSnapshot(client, run.workflowId);
  /** Waits until its run says so. */
  const says = (isSo: (now: Snapshot) => boolean): Promise<Snapshot> => {
    const read = watchSnapshot(client, run.workflowId);
    return until(async () => {
      const now = await read();
      return now !== undefined && isSo(now) && now;
    });
  };
  if (isAttended) await begin();
  else await client.workflow.start<typeof transaction>(transactionWorkflow, options);
  return {
    input,
    run,
    /** What a request with the same key is answered: first, again, and after the end. */
    post: async () => (await begin()).result(),
    snapshot,
    says,
    /** The key tries again: what that request is answered. */
    retry: (attempt: number, over: Partial<Accepted> = {}) => {
      const accepted = buildNextAccepted(input, attempt, over);
      return run.executeUpdate(triedAgainUpdate, { updateId: attemptUpdateId(attempt), args: [accepted] });
    },
    /** The API's way to ask for a cancel. */
    cancel: () => {
      const request = { version: 1, keyId: 'till', at: Date.now() } as const;
      return run.executeUpdate(cancelRequestedUpdate, { updateId: CANCEL_UPDATE_ID, args: [request] });
    },
    callBack: (id?: string, digest: string = randomUUID(), attempt = 1) =>
      run.signal(callbackArrivedSignal, {
        version: 1,
        customId: buildCustomId({ transactionId: input.accepted.transactionId, attempt }),
        digest,
        claims: 'approved',
        ...(id === undefined ? {} : { idPosTxs: requireIdPosTxs(id) }),
      }),
    /** What an operator reads in the Temporal UI. */
    details: async () =>
      (await askRun<{ currentDetails?: string }>(client, run.workflowId, METADATA_QUERY)).currentDetails ??
      '',
    /** Waits until something more has been learned, or the same once more. */
    evidenceGrows: async () => {
      const before = countEvidence(await snapshot());
      await says((now) => countEvidence(now) > before);
    },
    /** Waits until something of these words has been learned. */
    learns: (words: string) => says(({ evidence }) => evidence.some((one) => one.says.includes(words))),
    becomes: (status: Snapshot['status']) => world.becomes(run.workflowId, status),
    /** Waits until an attempt was not sent and the key may try again. */
    parks: async (attempt: number) => {
      const parked = async () => ((await run.describe()).memo as unknown as TransactionMemo).parked;
      await until(async () => (await parked())?.attempt === attempt);
    },
  };
}
