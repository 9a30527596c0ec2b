import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import type { Caller } from '../../config/merchants/merchants.js';
import type { TransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { getClientGoneSignal } from '../http/client-gone.js';
import { addNotes } from '../http/request-notes.js';
import { Problem, problem } from '../problems/problem.js';
import { readIdempotencyKey, hashRequest, deriveTransactionId } from './idempotency-key.js';
import { createWaitUntil } from '../http/prefer.js';
import type { WaitUntil, Wait } from '../http/prefer.js';
import { readStartBody } from './body/read-start-body.js';
import type { StartBody } from './body/start-body.js';

/** A request to start a transaction, as far as its key is concerned. */
export interface KeyedRequest {
  readonly caller: Caller;
  readonly transactionId: TransactionId;
  readonly requestHash: string;
  readonly waitUntil: WaitUntil;
}

/** A request to start a transaction, read and checked. */
export interface StartRequest extends KeyedRequest {
  readonly body: StartBody;
}

/** Its body has faults by the rules of now. It may have been accepted by those of before, of another release or setting. */
export interface FaultyRequest extends KeyedRequest {
  readonly fault: Problem;
}

/** Reads and checks a request to start a transaction: the key first, then the body. @throws Problem of the key; `malformed-json` */
export function readStartRequest(
  request: FastifyRequest,
  wait: Wait,
  environment: Environment,
): StartRequest | FaultyRequest {
  const now = Date.now();
  const caller = requireCaller(request);
  const key = readIdempotencyKey(request.headers['idempotency-key']);
  const transactionId = deriveTransactionId(caller.merchant, key);
  addNotes(request, { transactionId });
  if (request.body === undefined) {
    throw problem('malformed-json', 'Send a JSON object that says what to do. Nothing was started.');
  }
  const keyed = {
    caller,
    transactionId,
    requestHash: hashRequest(request.body, key),
    waitUntil: createWaitUntil(wait, now, getClientGoneSignal(request)),
  };
  const unit = environment.GETNET_AR_AMOUNT_UNIT;
  const settings = unit === undefined ? {} : { arAmountUnit: unit };
  try {
    return { ...keyed, body: readStartBody(request.body, { country: caller.country, settings }) };
  } catch (fault) {
    if (fault instanceof Problem) return { ...keyed, fault };
    throw fault;
  }
}
