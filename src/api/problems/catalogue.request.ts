import { CALLBACK_LIMIT_BYTES, REQUEST_LIMIT_BYTES } from './body-limits.js';
import type { ProblemEntries } from './problem-entry.js';

/** What is wrong with the request itself. */
export const requestProblems = {
  'malformed-json': {
    status: 400,
    money: 'no',
    retry: 'same_key',
    title: 'The body is not JSON',
    meaning:
      'The body is not one JSON value in UTF-8, has a name twice in one object, or more than 64 levels. The service starts ' +
      'nothing, and this request does not use the key.',
    next: 'Correct the body and send it again with the same key.',
    isBeforeKey: true,
  },
  'idempotency-key-missing': {
    status: 400,
    money: 'no',
    retry: 'new_key',
    title: 'The Idempotency-Key header is missing',
    meaning:
      'A POST to `/v1/transactions` needs an `Idempotency-Key`, which makes it safe to repeat. The service starts nothing.',
    next: 'Make one key per payment and store it before you send. If an answer is lost, repeat with the same key.',
  },
  'idempotency-key-invalid': {
    status: 400,
    money: 'no',
    retry: 'new_key',
    title: 'The Idempotency-Key header cannot be used',
    meaning:
      'A key has 1 to 255 visible ASCII characters and no spaces. It is sent once, bare or in one pair of quotes: `"k-1"` and ' +
      '`k-1` are one key. A quote at one end only, or parameters behind the quotes, can be read in two ways and are refused. ' +
      'The service starts nothing.',
    next: 'Use a UUID.',
  },
  unauthorized: {
    status: 401,
    money: 'no',
    retry: 'same_key',
    title: 'The caller is not known',
    meaning:
      'The `Authorization` header carries no API key of this service, or the signature of a callback is missing or wrong. The ' +
      'service starts nothing.',
    next: 'Send `Authorization: Bearer`, followed by an API key.',
    isBeforeKey: true,
  },
  forbidden: {
    status: 403,
    money: 'no',
    retry: 'never',
    title: 'The API key may not do this',
    meaning: 'The roles of this API key do not cover the request. The service starts nothing.',
    next: 'Use a key that has the role. Starting a transaction takes the role `payments`.',
    isBeforeKey: true,
  },
  'not-found': {
    status: 404,
    money: 'unknown',
    retry: 'never',
    title: 'There is nothing here',
    meaning:
      'The address names nothing that this API key may see. It is misspelt, belongs to another merchant, or names a transaction ' +
      'older than the retention of this service.',
    next: 'Check the id and the merchant.',
    more: 'runbook.md#retention-and-backups',
  },
  'method-not-allowed': {
    status: 405,
    money: 'no',
    retry: 'never',
    title: 'The address does not take this method',
    meaning:
      'The address exists, and the request has a method that it does not take. The header `Allow` names those that it takes. The ' +
      'service starts nothing.',
    next: 'Use a method that `Allow` names.',
    isBeforeKey: true,
  },
  'body-too-large': {
    status: 413,
    money: 'no',
    retry: 'same_key',
    title: 'The body is too large',
    meaning: `A request has at most ${REQUEST_LIMIT_BYTES / 1_000} kB, a callback at most ${CALLBACK_LIMIT_BYTES / 1_000_000} MB. The service starts nothing, and this request does not use the key.`,
    next: 'Send less, with the same key.',
    isBeforeKey: true,
  },
  'unsupported-media-type': {
    status: 415,
    money: 'no',
    retry: 'same_key',
    title: 'The body is not declared as JSON',
    meaning: 'The service takes JSON only. It starts nothing, and this request does not use the key.',
    next: 'Send `Content-Type: application/json`.',
    isBeforeKey: true,
  },
  'invalid-request': {
    status: 422,
    money: 'no',
    retry: 'same_key',
    title: 'The request has faults',
    meaning:
      'Fields are wrong; the list `errors` names each fault with its field. The service starts nothing, and the key stays unused. If ' +
      'Temporal does not answer, it is not known whether the key is unused: then `moneyMoved` is `unknown`.',
    next: 'Correct the body and send it again with the same key, or with a new one where `retry` says `new_key`.',
  },
  'idempotency-key-reused': {
    status: 422,
    money: 'unknown',
    retry: 'never',
    title: 'The idempotency key belongs to another request',
    meaning:
      'The key was used before with another body, and the first request may have moved money. The service starts nothing for this ' +
      'request. Where the first is proven to have moved none, `moneyMoved` is `no` and `retry` is `new_key`.',
    next:
      'Use one key per payment. Read the transaction in `transactionId` before you charge again: the changed request may be meant to pay ' +
      'the same thing.',
  },
  'unknown-terminal': {
    status: 422,
    money: 'no',
    retry: 'same_key',
    title: 'The terminal is not known',
    meaning:
      'The merchant has no terminal with this id. The service starts nothing, and the key stays unused.',
    next: 'Take the id from `GET /v1/terminals`.',
  },
  'unsupported-operation': {
    status: 422,
    money: 'no',
    retry: 'never',
    title: 'This operation is not offered',
    meaning:
      'The merchant’s country lacks the operation; `detail` names the countries that have it. The service starts nothing.',
    next: 'Take an operation from the `capabilities` of the terminal.',
  },
  'rate-limited': {
    status: 429,
    money: 'no',
    retry: 'same_key',
    title: 'Too many requests',
    meaning:
      'The merchant sends more starts per second than `RATE_LIMIT`, or more other requests than `READ_RATE_LIMIT`, or it reads an export already. The service ' +
      'starts nothing and reads nothing: for a request that reads, `moneyMoved` is `unknown`.',
    next: 'Wait for `Retry-After`, then repeat with the same key.',
    retryAfter: true,
    isBeforeKey: true,
  },
  'too-many-waits': {
    status: 429,
    money: 'no',
    retry: 'same_key',
    title: 'Too many requests wait',
    meaning:
      '`Prefer: wait=N` already holds `MAX_WAITS_PER_KEY` requests of this API key, or `MAX_WAITS` of all callers, or `MAX_STREAMS` ' +
      'event streams are open. The service starts nothing and reads nothing: for a request that reads, `moneyMoved` is `unknown`.',
    next: 'Repeat after `Retry-After`. Without `Prefer: wait` the answer comes at once.',
    retryAfter: true,
    isBeforeKey: true,
  },
} as const satisfies ProblemEntries;
