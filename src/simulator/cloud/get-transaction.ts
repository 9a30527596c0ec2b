import { digitsIn } from '../http/read-body.js';
import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import type { Station } from '../terminals/directory.js';
import { languageOf } from '../terminals/terminal.js';
import { outcomeWrapper } from '../wire/outcome-wrapper.js';
import { say } from '../wire/wording.js';
import { failed } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';
import type { FieldRule } from './fields.js';
import { commonRules, fieldFaults, numberOf, tripleOf } from './fields.js';
import { invalidRequest } from './gate.js';
import { inTheWay, unknownTriple } from './in-the-way.js';
import { plannedReply } from './planned-reply.js';
import { nameIn } from './status-query.js';

/** `POST get_transaction`: one client sends 100 instead of 99. Contract §5.2. */
const rules: Readonly<Record<string, FieldRule>> = {
  ...commonRules,
  command: { wanted: '99', needed: true, good: (value) => [99, 100].includes(numberOf(value)) },
  idPosTxs: { wanted: 'a whole number from 1', needed: true, good: (value) => numberOf(value) >= 1 },
};

/** Asks the terminal itself for the result of an operation. A busy or unreachable terminal refuses. */
export function getTransaction(call: ClientCall): Reply {
  const body = call.body ?? {};
  const faults = fieldFaults(body, rules);
  if (faults.length > 0) return invalidRequest(call, faults);
  const station = call.world.terminals.find(tripleOf(body), call.country);
  if (!station) return unknownTriple(call);
  return inTheWay(call, station) ?? onTerminal(call, station, digitsIn(call.text, 'idPosTxs') ?? '');
}

function onTerminal(call: ClientCall, station: Station, idPosTxs: string): Reply {
  const operation = call.world.operations.byId(idPosTxs);
  if (!operation?.result || !isHere(operation, call, station)) {
    return json(failed(say('idNotFound', languageOf(station.terminal))));
  }
  nameIn(call, operation);
  const planned = plannedReply(operation, operation.deviceStatusPlan, 'answer');
  if (planned) call.entry.note = 'script: deviceStatus';
  return planned ?? json(outcomeWrapper(operation, 'answer'));
}

function isHere(operation: Operation, call: ClientCall, station: Station): boolean {
  const { country, serialNumber } = operation.terminal;
  return (
    country === station.terminal.country &&
    serialNumber === station.terminal.serialNumber &&
    operation.clientId === call.client.clientId
  );
}
