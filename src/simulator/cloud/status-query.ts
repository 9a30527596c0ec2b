import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import { languageOf, languageOfCountry } from '../terminals/terminal.js';
import { outcomeWrapper } from '../wire/outcome-wrapper.js';
import { say } from '../wire/wording.js';
import { failed, inProcess } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';
import { plannedReply } from './planned-reply.js';

/** `GET {idPosTxs}`: what the cloud knows of an operation. Contract §5.1. */
export function statusQuery(call: ClientCall): Reply {
  const operation = call.world.operations.byId(call.path);
  if (!operation || operation.clientId !== call.client.clientId) {
    return json(failed(say('idNotFound', languageOfCountry(call.country))));
  }
  nameIn(call, operation);
  const planned = plannedReply(operation, operation.statusPlan, 'status');
  if (planned) call.entry.note = 'script: status';
  return planned ?? json(currentWrapper(operation));
}

/** Puts an operation's names into the request's ledger entry. */
export function nameIn(call: ClientCall, operation: Operation): void {
  call.entry.serialNumber = operation.terminal.serialNumber;
  if (operation.customId !== undefined) call.entry.customId = operation.customId;
}

function currentWrapper(operation: Operation): object {
  if (operation.result) return outcomeWrapper(operation, 'status');
  return inProcess(say('inProcess', languageOf(operation.terminal)));
}
