import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import { movedBy } from '../operations/operation.js';
import * as check from '../scripts/checks.js';
import { letterFields, steering } from '../scripts/fields.js';
import type { Action, CallbackScript, PlannedReply } from '../scripts/script.js';
import { deviceName } from '../terminals/terminal.js';
import type { World } from '../world.js';
import type { ControlCall, Route } from './route.js';
import { asked, refuse } from './route.js';

const letter = check.record(letterFields);
const hand = check.record({ ...steering, callback: check.record({ ...letterFields, lost: check.flag }) });

interface Steering {
  readonly action?: Exclude<Action, 'freeze'>;
  readonly status?: readonly PlannedReply[];
  readonly deviceStatus?: readonly PlannedReply[];
  readonly callback?: CallbackScript;
}

/** The operations that reached a terminal: a look at them, a hand on them, and their callbacks. */
export const operationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/operations',
    run: (call) => json({ items: askedFor(call).map(shown) }),
  },
  { method: 'POST', path: '/operations/*', body: hand, run: steer },
  { method: 'POST', path: '/callbacks/*', body: letter, run: callBack },
];

function askedFor(call: ControlCall): readonly Operation[] {
  const [serialNumber, customId] = [asked(call, 'serialNumber'), asked(call, 'customId')];
  return call.world.operations
    .all()
    .filter(
      (operation) =>
        (serialNumber === undefined || operation.terminal.serialNumber === deviceName(serialNumber)) &&
        (customId === undefined || operation.customId === customId),
    );
}

/** The latest operation with this `customId`, or the one with this `idPosTxs`. */
function named(world: World, name: string): Operation | undefined {
  return world.operations.byCustomId(name).at(-1) ?? world.operations.byId(name);
}

function unknown(name: string): Reply {
  return refuse(404, [`no operation with customId or idPosTxs ${name} reached a terminal`]);
}

function steer({ world, name, body }: ControlCall): Reply {
  const operation = named(world, name);
  if (!operation) return unknown(name);
  const { action, status, deviceStatus, callback } = body as Steering;
  const obstacle = callback && letterOutOfReach(operation, name);
  if (obstacle) return obstacle;
  if (callback) plan(operation, callback);
  if (status) operation.statusPlan = [...status];
  if (deviceStatus) operation.deviceStatusPlan = [...deviceStatus];
  const { country, serialNumber } = operation.terminal;
  const [station] = world.terminals.bySerialNumber(serialNumber, country);
  if (action && !station?.device.act(operation, action)) {
    return refuse(409, [`${name} does not run any more: nobody stands at the terminal`]);
  }
  return json(shown(operation));
}

// A script may be for several operations: this one gets its own.
function plan(operation: Operation, changed: CallbackScript): void {
  const callback = { ...operation.script.callback, ...changed };
  Object.assign(operation, { script: { ...operation.script, callback } });
}

/** Why nothing can be decided about a callback any more; undefined while it can. */
function letterOutOfReach({ webhook, result }: Operation, name: string): Reply | undefined {
  if (result) return refuse(409, [`${name} does not run any more: its callback is sent, or lost`]);
  if (webhook === undefined)
    return refuse(409, [`${name} was sent without a webhook: nobody is called back`]);
  return undefined;
}

async function callBack({ world, name, body }: ControlCall): Promise<Reply> {
  const operation = named(world, name);
  if (!operation) return unknown(name);
  const script = body as CallbackScript;
  if (script.url === undefined && operation.webhook === undefined) {
    return refuse(409, [`${name} was sent without a webhook: give url`]);
  }
  if (!operation.result && script.body === undefined) {
    return refuse(409, [`${name} still runs and has no outcome to tell: give body, or wait for its end`]);
  }
  return json({ deliveries: await world.callbacks.send(operation, script) });
}

function shown(operation: Operation): object {
  const { idPosTxs, customId, command, order, mode, terminal, clientId, startedAt, result } = operation;
  return {
    ...{ idPosTxs: String(idPosTxs), customId: customId ?? null, command: command.path, mode, clientId },
    ...{ amount: order.amount, country: terminal.country, serialNumber: terminal.serialNumber },
    state: result ? (result.ending === 'approved' ? 'approved' : 'declined') : 'running',
    ending: result?.ending ?? null,
    ...(result && { moved: movedBy(operation) }),
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: result ? new Date(result.at).toISOString() : null,
  };
}
