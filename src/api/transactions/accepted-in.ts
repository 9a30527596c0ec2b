import type { LoadedDataConverter } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import type { Accepted } from '../../domain/transaction.js';
import type { TransactionInput } from '../../workflows/transaction.messages.js';

/** @returns what a run was started with, for one that does not have our memo: somebody started it by hand. */
export async function acceptedIn(
  { events }: temporal.api.history.v1.IHistory,
  converter: LoadedDataConverter,
): Promise<Accepted> {
  const payloads = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const { accepted } = await decodeFromPayloadsAtIndex<TransactionInput>(converter, 0, payloads);
  return accepted;
}
