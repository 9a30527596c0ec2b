import { ServiceError, isGrpcServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { problem, retrySoon } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** Whether a call failed because Temporal could not be asked; *not found* and *failed* are answers. */
export function isTemporalUnavailable(error: unknown): boolean {
  return (
    error instanceof ServiceError || error instanceof NamespaceNotFoundError || isGrpcServiceError(error)
  );
}

const NOT_KNOWN =
  'The store of all transactions does not answer, so it is not known whether the service accepted this request. ' +
  'Repeat it with the same key after Retry-After: it attaches to what was started, or starts it once.';

/** The answer to a request that could not be decided; the same key is safe to repeat. */
export function refuseUnavailable(transactionId?: string, detail = NOT_KNOWN): Problem {
  const extras = transactionId === undefined ? {} : { transactionId };
  return retrySoon(problem('orchestrator-unavailable', detail, extras));
}
