import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import type { Caller } from '../../config/merchants/merchants.js';
import type { TransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { clientGone } from '../http/client-gone.js';
import { note } from '../http/request-notes.js';
import { problem } from '../problems/problem.js';
import { idempotencyKey } from './idempotency-key.js';
import { waitUntilFor } from './wait-until.js';
import type { WaitUntil } from './wait-until.js';
import type { Wait } from './prefer.js';
import { readStartBody } from './read-start-body.js';
import { requestHashOf } from './request-hash.js';
import { transactionIdOf } from './transaction-id.js';
import type { StartBody } from './start-body.js';

/** A request to start a transaction, read and checked. */
export interface StartRequest {
  readonly caller: Caller;
  readonly transactionId: TransactionId;
  readonly requestHash: string;
  readonly body: StartBody;
  readonly waitUntil: WaitUntil;
}

/** Reads and checks a request to start a transaction: the key first, then the body. @throws Problem */
export function startRequest(request: FastifyRequest, wait: Wait, environment: Environment): StartRequest {
  const now = Date.now();
  const caller = requireCaller(request);
  const key = idempotencyKey(request.headers['idempotency-key']);
  const transactionId = transactionIdOf(caller.merchant, key);
  note(request, { transactionId });
  if (request.body === undefined) {
    throw problem('malformed-json', 'Send a JSON object that says what to do. Nothing was started.');
  }
  const unit = environment.GETNET_AR_AMOUNT_UNIT;
  const settings = unit === undefined ? {} : { arAmountUnit: unit };
  const body = readStartBody(request.body, { country: caller.country, settings });
  return {
    caller,
    transactionId,
    requestHash: requestHashOf(request.body, key),
    body,
    waitUntil: waitUntilFor(wait, now, clientGone(request)),
  };
}
