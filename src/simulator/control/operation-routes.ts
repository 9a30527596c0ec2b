import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import { computeMovedAmount } from '../operations/operation.js';
import * as check from '../scripts/checks.js';
import { callbackFields, operationChangeFields } from '../scripts/fields.js';
import type { Action, CallbackScript, PlannedReply } from '../scripts/script.js';
import { normalizeSerialNumber } from '../terminals/terminal.js';
import type { World } from '../world.js';
import type { ControlCall, Route } from './route.js';
import { readQuery, refuse } from './route.js';

const callbackBody = check.record(callbackFields);
const operationChange = check.record({
  ...operationChangeFields,
  callback: check.record({ ...callbackFields, lost: check.flag }),
  afterEnd: check.flag,
});

interface OperationChange {
  readonly action?: Exclude<Action, 'freeze'>;
  readonly status?: readonly PlannedReply[];
  readonly deviceStatus?: readonly PlannedReply[];
  readonly callback?: CallbackScript;
  /** With `approve`: of a sale that has ended otherwise. */
  readonly afterEnd?: boolean;
}

/** The operations that reached a terminal: a look at them, a hand on them, and their callbacks. */
export const operationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/operations',
    run: (call) => jsonReply({ items: filterOperations(call).map(renderOperation) }),
  },
  { method: 'POST', path: '/operations/*', body: operationChange, run: changeOperation },
  { method: 'POST', path: '/callbacks/*', body: callbackBody, run: sendCallback },
];

function filterOperations(call: ControlCall): readonly Operation[] {
  const [serialNumber, customId] = [readQuery(call, 'serialNumber'), readQuery(call, 'customId')];
  return call.world.operations
    .list()
    .filter(
      (operation) =>
        (serialNumber === undefined ||
          operation.terminal.serialNumber === normalizeSerialNumber(serialNumber)) &&
        (customId === undefined || operation.customId === customId),
    );
}

/** The latest operation with this `customId`, or the one with this `idPosTxs`. */
function findOperation(world: World, name: string): Operation | undefined {
  return world.operations.findByCustomId(name).at(-1) ?? world.operations.findById(name);
}

function refuseUnknown(name: string): Reply {
  return refuse(404, [`no operation with customId or idPosTxs ${name} reached a terminal`]);
}

function changeOperation({ world, name, body }: ControlCall): Reply {
  const operation = findOperation(world, name);
  if (!operation) return refuseUnknown(name);
  const change = body as OperationChange;
  const { action, status, deviceStatus, callback } = change;
  const obstacle = callback && findCallbackObstacle(operation, name);
  if (obstacle) return obstacle;
  if (callback) changeCallback(operation, callback);
  if (status) operation.statusPlan = [...status];
  if (deviceStatus) operation.deviceStatusPlan = [...deviceStatus];
  const fault = action && applyAction(world, operation, change);
  if (fault) return refuse(409, [`${name} ${fault}`]);
  return jsonReply(renderOperation(operation));
}

/** @returns why nothing can be done at the terminal; undefined where it was done. */
function applyAction(
  world: World,
  operation: Operation,
  { action, afterEnd }: OperationChange,
): string | undefined {
  const { country, serialNumber } = operation.terminal;
  const [station] = world.terminals.findBySerialNumber(serialNumber, country);
  if (action === undefined) return undefined;
  if (afterEnd)
    return action === 'approve' && station?.device.approveAfterEnd(operation)
      ? undefined
      : 'is no sale that ended without an approval: after the end only that can be approved';
  return station?.device.applyAction(operation, action)
    ? undefined
    : 'does not run any more: nobody stands at the terminal';
}

// A script may be for several operations: this one gets its own.
function changeCallback(operation: Operation, changed: CallbackScript): void {
  const callback = { ...operation.script.callback, ...changed };
  Object.assign(operation, { script: { ...operation.script, callback } });
}

/** Why nothing can be decided about a callback any more; undefined while it can. */
function findCallbackObstacle({ webhook, result }: Operation, name: string): Reply | undefined {
  if (result) return refuse(409, [`${name} does not run any more: its callback is sent, or lost`]);
  if (webhook === undefined)
    return refuse(409, [`${name} was sent without a webhook: nobody is called back`]);
  return undefined;
}

async function sendCallback({ world, name, body }: ControlCall): Promise<Reply> {
  const operation = findOperation(world, name);
  if (!operation) return refuseUnknown(name);
  const script = body as CallbackScript;
  if (script.url === undefined && operation.webhook === undefined) {
    return refuse(409, [`${name} was sent without a webhook: give url`]);
  }
  if (!operation.result && script.body === undefined) {
    return refuse(409, [`${name} still runs and has no outcome to tell: give body, or wait for its end`]);
  }
  return jsonReply({ deliveries: await world.callbacks.sendNow(operation, script) });
}

function renderOperation(operation: Operation): object {
  const { idPosTxs, customId, command, order, mode, terminal, clientId, startedAtMs, result } = operation;
  return {
    idPosTxs: String(idPosTxs),
    customId: customId ?? null,
    command: command.path,
    mode,
    clientId,
    amount: order.amount,
    country: terminal.country,
    serialNumber: terminal.serialNumber,
    state: result ? (result.ending === 'approved' ? 'approved' : 'declined') : 'running',
    ending: result?.ending ?? null,
    ...(result && { moved: computeMovedAmount(operation) }),
    startedAt: new Date(startedAtMs).toISOString(),
    finishedAt: result ? new Date(result.atMs).toISOString() : null,
  };
}
