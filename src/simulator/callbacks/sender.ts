import * as http from 'node:http';
import * as https from 'node:https';
import { durationOr } from '../settings.js';
import { encodeBody } from '../http/body-encoding.js';
import { stringifyJson } from '../http/body.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Holds } from '../operations/holds.js';
import { getOperationName, buildLedgerNames } from '../operations/operation.js';
import type { Operation } from '../operations/operation.js';
import type { CallbackScript } from '../scripts/script.js';
import { pause } from '../timers.js';
import { buildOutcome } from '../wire/outcome-wrapper.js';
import { buildProgressBody } from './progress.js';

/** Sends an operation's outcome to a callback address, as often as the script says. Contract §6. */
export interface CallbackSender {
  /** What follows a finished operation: its callbacks, unless it is sync or the script loses them. */
  sendOutcome(operation: Operation): Promise<void>;
  /** The notices of a script that come while the operation runs; what follows its end waits for them. */
  startProgressNotices(operation: Operation): void;
  /** Sends now, by this script; gives what each attempt got. `url` must be known, from script or operation. */
  sendNow(operation: Operation, script: CallbackScript): Promise<readonly Delivery[]>;
}

const defaultRetryDelayMs = 1_000;

/** What a sender needs of the world. `isOpen` false: nothing is sent any more. */
export interface SenderDependencies {
  readonly ledger: Ledger;
  readonly holds: Holds;
  readonly isOpen: () => boolean;
}

interface Outbox extends SenderDependencies {
  readonly attempts: WeakMap<Operation, number>;
  /** Settled when an operation's notices are sent. */
  readonly noticesSent: WeakMap<Operation, Promise<unknown>>;
}

/** A sender that enters every attempt in the ledger. */
export function createCallbackSender(dependencies: SenderDependencies): CallbackSender {
  const outbox: Outbox = { ...dependencies, attempts: new WeakMap(), noticesSent: new WeakMap() };
  const send: CallbackSender['sendNow'] = (operation, script) => sendRounds(outbox, operation, script);
  return {
    sendNow: send,
    startProgressNotices: (operation) => {
      if (operation.webhook !== undefined) outbox.noticesSent.set(operation, sendNotices(outbox, operation));
    },
    sendOutcome: async (operation) => {
      const script = operation.script.callback ?? {};
      await outbox.noticesSent.get(operation);
      const isWanted = operation.webhook !== undefined && script.lost !== true;
      if (
        isWanted &&
        (!script.held || (await outbox.holds.waitForRelease(getOperationName(operation), 'callback')))
      ) {
        await send(operation, script);
      }
      operation.callbackAtMs ??= Date.now();
      operation.callbackTried.reach();
    },
  };
}

async function sendRounds(
  outbox: Outbox,
  operation: Operation,
  script: CallbackScript,
): Promise<readonly Delivery[]> {
  await pause(durationOr(script.delay, 0));
  operation.callbackAtMs ??= Date.now();
  const deliveries: Delivery[] = [];
  for (let round = 0; round < (script.times ?? 1) && outbox.isOpen() && !operation.isDropped; round += 1) {
    deliveries.push(...(await postWithRetries(outbox, operation, script)));
  }
  return deliveries;
}

async function sendNotices(outbox: Outbox, operation: Operation): Promise<void> {
  const { progress, ...script } = operation.script.callback ?? {};
  for (let round = 1; round <= (progress?.times ?? 0); round += 1) {
    if (!outbox.isOpen() || operation.isDropped) return;
    await postOnce(outbox, operation, {
      ...script,
      body: buildProgressBody(operation, progress ?? { times: 0 }, round),
    });
    await pause(durationOr(progress?.every, 0));
  }
}

async function postWithRetries(
  outbox: Outbox,
  operation: Operation,
  script: CallbackScript,
): Promise<readonly Delivery[]> {
  const delivery = await postOnce(outbox, operation, script);
  const retries = script.retries ?? 0;
  if (retries === 0 || isAccepted(delivery)) return [delivery];
  await pause(durationOr(script.retryAfter, defaultRetryDelayMs));
  if (!outbox.isOpen()) return [delivery];
  return [delivery, ...(await postWithRetries(outbox, operation, { ...script, retries: retries - 1 }))];
}

async function postOnce(outbox: Outbox, operation: Operation, script: CallbackScript): Promise<Delivery> {
  const number = (outbox.attempts.get(operation) ?? 0) + 1;
  outbox.attempts.set(operation, number);
  const delivery = await postCallback(buildPost(operation, script));
  outbox.ledger.recordCallback({ ...buildLedgerNames(operation), attempt: number, ...delivery });
  return delivery;
}

function isAccepted(delivery: Delivery): boolean {
  return 'status' in delivery && delivery.status >= 200 && delivery.status < 300;
}

function buildPost(operation: Operation, script: CallbackScript): CallbackPost {
  const body = script.body ?? buildOutcome(operation, 'callback', script.lie);
  return {
    url: `${script.url ?? operation.webhook ?? ''}${script.suffix ?? ''}`,
    contentType: script.contentType ?? 'application/json',
    ...encodeBody(typeof body === 'string' ? body : stringifyJson(body), script),
  };
}

/** What came of a POST: an HTTP status, or the error code of the connection. */
type Delivery = { readonly status: number } | { readonly error: string };

interface CallbackPost {
  readonly url: string;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly encoding?: string;
}

const answerTimeoutMs = 10_000;

/** Posts a callback on a fresh connection, follows no redirect and waits 10 s at most. Never throws. */
function postCallback({ url, contentType, body, encoding }: CallbackPost): Promise<Delivery> {
  return new Promise((resolve) => {
    const client = url.startsWith('https:') ? https : http;
    const headers = {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    };
    const request = client.request(
      url,
      { method: 'POST', headers, agent: false, timeout: answerTimeoutMs },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
    // Only the code: the message may hold the address, and the address holds the caller's token.
    request.on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? 'EUNKNOWN' }));
    request.end(body);
  });
}
