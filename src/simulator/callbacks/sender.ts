import { durationOr } from '../durations.js';
import { dressed } from '../http/dress.js';
import { jsonText } from '../http/json-text.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Holds } from '../operations/holds.js';
import type { Operation } from '../operations/operation.js';
import { nameOf, namesOf } from '../operations/operation.js';
import type { CallbackScript } from '../scripts/script.js';
import { pause } from '../timers.js';
import { outcomeWrapper } from '../wire/outcome-wrapper.js';
import type { CallbackPost, Delivery } from './post.js';
import { post } from './post.js';
import { progressBody } from './progress.js';

/** Sends an operation's outcome to a callback address, as often as the script says. Contract §6. */
export interface CallbackSender {
  /** What follows a finished operation: its callbacks, unless it is sync or the script loses them. */
  follow(operation: Operation): Promise<void>;
  /** The notices of a script that come while the operation runs; what follows its end waits for them. */
  announce(operation: Operation): void;
  /** Sends now, by this script; gives what each attempt got. `url` must be known, from script or operation. */
  send(operation: Operation, script: CallbackScript): Promise<readonly Delivery[]>;
}

const usualRetryAfter = 1_000;

/** What a sender needs of the world. `isOpen` false: nothing is sent any more. */
export interface Surroundings {
  readonly ledger: Ledger;
  readonly holds: Holds;
  readonly isOpen: () => boolean;
}

interface Outbox extends Surroundings {
  readonly attempts: WeakMap<Operation, number>;
  /** Settled when an operation's notices are sent. */
  readonly announced: WeakMap<Operation, Promise<unknown>>;
}

/** A sender that enters every attempt in the ledger. */
export function createCallbackSender(around: Surroundings): CallbackSender {
  const outbox: Outbox = { ...around, attempts: new WeakMap(), announced: new WeakMap() };
  const send: CallbackSender['send'] = (operation, script) => sendAll(outbox, operation, script);
  return {
    send,
    announce: (operation) => {
      if (operation.webhook !== undefined) outbox.announced.set(operation, sendNotices(outbox, operation));
    },
    follow: async (operation) => {
      const script = operation.script.callback ?? {};
      await outbox.announced.get(operation);
      const isSent = operation.webhook !== undefined && script.lost !== true;
      if (isSent && (!script.held || (await outbox.holds.wait(nameOf(operation), 'callback')))) {
        await send(operation, script);
      }
      operation.calledAt ??= Date.now();
      operation.called.reach();
    },
  };
}

async function sendAll(
  outbox: Outbox,
  operation: Operation,
  script: CallbackScript,
): Promise<readonly Delivery[]> {
  await pause(durationOr(script.delay, 0));
  operation.calledAt ??= Date.now();
  const deliveries: Delivery[] = [];
  for (let round = 0; round < (script.times ?? 1) && outbox.isOpen() && !operation.dropped; round += 1) {
    deliveries.push(...(await deliver(outbox, operation, script)));
  }
  return deliveries;
}

async function sendNotices(outbox: Outbox, operation: Operation): Promise<void> {
  const { progress, ...script } = operation.script.callback ?? {};
  for (let round = 1; round <= (progress?.times ?? 0); round += 1) {
    if (!outbox.isOpen() || operation.dropped) return;
    await attempt(outbox, operation, {
      ...script,
      body: progressBody(operation, progress ?? { times: 0 }, round),
    });
    await pause(durationOr(progress?.every, 0));
  }
}

async function deliver(
  outbox: Outbox,
  operation: Operation,
  script: CallbackScript,
): Promise<readonly Delivery[]> {
  const delivery = await attempt(outbox, operation, script);
  const retries = script.retries ?? 0;
  if (retries === 0 || isTaken(delivery)) return [delivery];
  await pause(durationOr(script.retryAfter, usualRetryAfter));
  if (!outbox.isOpen()) return [delivery];
  return [delivery, ...(await deliver(outbox, operation, { ...script, retries: retries - 1 }))];
}

async function attempt(outbox: Outbox, operation: Operation, script: CallbackScript): Promise<Delivery> {
  const number = (outbox.attempts.get(operation) ?? 0) + 1;
  outbox.attempts.set(operation, number);
  const delivery = await post(letterOf(operation, script));
  outbox.ledger.callback({ ...namesOf(operation), attempt: number, ...delivery });
  return delivery;
}

function isTaken(delivery: Delivery): boolean {
  return 'status' in delivery && delivery.status >= 200 && delivery.status < 300;
}

function letterOf(operation: Operation, script: CallbackScript): CallbackPost {
  const body = script.body ?? outcomeWrapper(operation, 'callback', script.lie);
  return {
    url: `${script.url ?? operation.webhook ?? ''}${script.suffix ?? ''}`,
    contentType: script.contentType ?? 'application/json',
    ...dressed(typeof body === 'string' ? body : jsonText(body), script),
  };
}
