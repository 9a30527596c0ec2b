import { readDigits } from '../http/body.js';
import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import type { Station } from '../devices/directory.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { buildOutcome } from '../wire/outcome-wrapper.js';
import { translate } from '../wire/wording.js';
import { failedWrapper } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';
import type { FieldRule } from './fields.js';
import { commonRules, validateFields, toNumber, readTriple } from './fields.js';
import { refuseInvalid } from './authenticate.js';
import { findObstacle, refuseUnknownTriple } from './obstacles.js';
import { dequeuePlannedReply } from './planned-reply.js';
import { recordNames } from './status-query.js';

/** `POST get_transaction`: one client sends 100 instead of 99. Contract §5.2. */
const rules: Readonly<Record<string, FieldRule>> = {
  ...commonRules,
  command: { expected: '99', required: true, accepts: (value) => [99, 100].includes(toNumber(value)) },
  idPosTxs: { expected: 'a whole number from 1', required: true, accepts: (value) => toNumber(value) >= 1 },
};

/** Asks the terminal itself for the result of an operation. A busy or unreachable terminal refuses. */
export function getTransaction(call: ClientCall): Reply {
  const body = call.body ?? {};
  const faults = validateFields(body, rules);
  if (faults.length > 0) return refuseInvalid(call, faults);
  const station = call.world.terminals.find(readTriple(body), call.country);
  if (!station) return refuseUnknownTriple(call);
  return findObstacle(call, station) ?? queryTerminal(call, station, readDigits(call.text, 'idPosTxs') ?? '');
}

function queryTerminal(call: ClientCall, station: Station, idPosTxs: string): Reply {
  const operation = call.world.operations.findById(idPosTxs);
  if (!operation?.result || !ranOnTerminal(operation, call, station)) {
    return jsonReply(failedWrapper(translate('idNotFound', getTerminalLanguage(station.terminal))));
  }
  recordNames(call, operation);
  const planned = dequeuePlannedReply(operation, operation.deviceStatusPlan, 'answer');
  if (planned) call.entry.note = 'script: deviceStatus';
  return planned ?? jsonReply(buildOutcome(operation, 'answer'));
}

function ranOnTerminal(operation: Operation, call: ClientCall, station: Station): boolean {
  const { country, serialNumber } = operation.terminal;
  return (
    country === station.terminal.country &&
    serialNumber === station.terminal.serialNumber &&
    operation.clientId === call.client.clientId
  );
}
