import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import { getTerminalLanguage, getCountryLanguage } from '../terminals/terminal.js';
import { buildOutcome } from '../wire/outcome-wrapper.js';
import { translate } from '../wire/wording.js';
import { failedWrapper, inProcessWrapper } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';
import { dequeuePlannedReply } from './planned-reply.js';

/** `GET {idPosTxs}`: what the cloud knows of an operation. Contract §5.1. */
export function statusQuery(call: ClientCall): Reply {
  const operation = call.world.operations.findById(call.path);
  if (!operation || operation.clientId !== call.client.clientId) {
    return jsonReply(failedWrapper(translate('idNotFound', getCountryLanguage(call.country))));
  }
  recordNames(call, operation);
  const planned = dequeuePlannedReply(operation, operation.statusPlan, 'status');
  if (planned) call.entry.note = 'script: status';
  return planned ?? jsonReply(buildCurrentState(operation));
}

/** Puts an operation's names into the request's ledger entry. */
export function recordNames(call: ClientCall, operation: Operation): void {
  call.entry.serialNumber = operation.terminal.serialNumber;
  if (operation.customId !== undefined) call.entry.customId = operation.customId;
}

function buildCurrentState(operation: Operation): object {
  if (operation.result) return buildOutcome(operation, 'status');
  return inProcessWrapper(translate('inProcess', getTerminalLanguage(operation.terminal)));
}
