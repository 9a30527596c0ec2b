import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import type { Caller } from '../../config/merchants/merchants.js';
import type { TransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { clientGone } from '../http/client-gone.js';
import { note } from '../http/request-notes.js';
import { problem } from '../problems/problem.js';
import { idempotencyKey, requestHashOf, transactionIdOf } from './idempotency-key.js';
import { waitUntilFor } from '../http/prefer.js';
import type { WaitUntil, Wait } from '../http/prefer.js';
import { readStartBody } from './body/read-start-body.js';
import type { StartBody } from './body/start-body.js';

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
