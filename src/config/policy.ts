import type { Policy, TimeLimits } from '../domain/policy.js';
import type { Environment } from './environment.js';

/** @returns what is copied into a transaction's input, so that a later change of a setting never changes it. */
export function policyFor(
  environment: Environment,
  { mode, deviceQuery }: Pick<Policy, 'mode' | 'deviceQuery'>,
): Policy {
  const limits = timeLimits(environment);
  return { mode, limits, offlineMeans: environment.GETNET_OFFLINE_MEANS, deviceQuery };
}

/** @returns the time limits of a transaction accepted now, in milliseconds. */
export function timeLimits(environment: Environment): TimeLimits {
  return {
    dispatchWithin: environment.DISPATCH_WITHIN,
    getnetTimeout: environment.GETNET_TIMEOUT,
    lifecycleWindow: environment.LIFECYCLE_WINDOW,
    lifecycleLimit: environment.LIFECYCLE_LIMIT,
    attentionAfter: environment.ATTENTION_AFTER,
    retryWithin: environment.RETRY_WITHIN,
    callbackValidFor: environment.CALLBACK_VALID_FOR,
  };
}
