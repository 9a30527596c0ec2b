import type { ProblemEntries } from './problem-entry.js';

/** What is wrong with this service. */
export const serviceProblems = {
  'orchestrator-unavailable': {
    status: 503,
    money: 'unknown',
    retry: 'same_key',
    title: 'The service cannot reach its store',
    meaning:
      'Temporal keeps every transaction and did not answer in time: 2.5 s for a look-up, the caller’s own wait for a start, 8 s at ' +
      'most by default. It is not known whether the service took the request.',
    next:
      'Repeat with the same key after `Retry-After`. It attaches to what was started, or starts it once. Where `retry` is `never`, look ' +
      'first: `detail` says where.',
    retryAfter: true,
  },
  'ledger-unavailable': {
    status: 503,
    money: 'no',
    retry: 'same_key',
    title: 'The ledger cannot be reached',
    meaning:
      'Lists and exports come from the ledger, and so do single transactions that Temporal has forgotten. It does not answer. The request ' +
      'read nothing. Payments, and what is read by its id while Temporal has it, do not need the ledger and go on. For a single ' +
      'transaction `moneyMoved` is `unknown`: there may be one with this id.',
    next: 'Repeat after `Retry-After`. `GET /v1/transactions/{id}` reads one transaction meanwhile.',
    retryAfter: true,
    more: 'runbook.md#the-ledger',
  },
  'merchant-misconfigured': {
    status: 503,
    money: 'unknown',
    retry: 'same_key',
    title: 'The configuration of this merchant is wrong',
    meaning:
      'The merchant’s entry in the merchants file has a fault, so the service does nothing for this merchant. Other merchants are ' +
      'not affected. This request started nothing; the outcome of earlier requests with its key cannot be read now.',
    next:
      'An operator finds every fault in the log of the service. A corrected file takes effect without a restart. Then repeat with ' +
      'the same key.',
    more: 'configuration.md#merchants',
  },
  'internal-error': {
    status: 500,
    money: 'unknown',
    retry: 'same_key',
    title: 'The service made a mistake',
    meaning:
      'This service has a fault; its log has it under the `X-Request-Id` of the answer. It is not known whether the request ' +
      'started something.',
    next:
      'Repeat with the same key. It attaches to what was started, or starts it once. If it happens again, report the ' +
      '`X-Request-Id`.',
  },
} as const satisfies ProblemEntries;
