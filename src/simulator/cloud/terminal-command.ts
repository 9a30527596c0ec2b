import { durationOr } from '../durations.js';
import type { JsonObject } from '../http/read-body.js';
import type { Reply } from '../http/reply.js';
import type { Operation, TerminalCommand } from '../operations/operation.js';
import { alarmOfRepeats } from '../operations/truth.js';
import type { Script } from '../scripts/script.js';
import type { Station } from '../terminals/directory.js';
import type { Country } from '../terminals/terminal.js';
import { pause } from '../timers.js';
import { answerTo } from './answer.js';
import type { ClientCall } from './call.js';
import { commonRules, fieldFaults, numberOf, textOf, tripleOf } from './fields.js';
import { invalidRequest, unsupported } from './gate.js';
import { inTheWay, unknownTriple, unreached } from './in-the-way.js';
import { planFor } from './plan.js';
import { unexecuted } from './unexecuted.js';

/** Takes a command to its terminal: checked, scripted, refused or started, and answered. Contract §4. */
export async function runOnTerminal(command: TerminalCommand, call: ClientCall): Promise<Reply> {
  const { entry, world } = call;
  if (lacks(call.country, command)) return unsupported;
  const body = call.body ?? {};
  entry.executed = false;
  entry.mode = textOf(body.webhook) === undefined ? 'sync' : 'async';
  const faults = faultsOf(command, call);
  if (faults.length > 0) return invalidRequest(call, faults);
  const station = world.terminals.find(tripleOf(body), call.country);
  if (!station) return unknownTriple(call);
  if (lacks(station.terminal.country, command)) return unsupported;
  entry.serialNumber = station.terminal.serialNumber;

  const applicant = command.movesMoney ? 'money' : 'report';
  const rule = world.scripts.find(applicant, { ...entry, command: command.path });
  const script = rule?.script ?? {};
  const undone = unexecuted(call, station, script);
  const obstacle = undone || script.ignoreBusy ? undefined : obstacleTo(command, call, station);
  // A script that waits for its command is not used up by one that a busy terminal refuses.
  if (rule && !obstacle) world.scripts.use(rule);
  if (undone) return late(undone, call, script);
  return obstacle ?? answerTo(start({ command, call, station, script, body }), world.holds);
}

/** An answer to what was not carried out, when its script lets it go. */
async function late(reply: Reply, { world, entry }: ClientCall, { answer = {} }: Script): Promise<Reply> {
  if (answer.held && !(await world.holds.wait(entry.customId ?? '', 'answer'))) return { kind: 'reset' };
  await pause(durationOr(answer.delay, 0));
  return reply;
}

function lacks(country: Country | undefined, { countries }: TerminalCommand): boolean {
  return country !== undefined && !countries.includes(country);
}

function obstacleTo(command: TerminalCommand, call: ClientCall, station: Station): Reply | undefined {
  return command.outOfTurn ? unreached(station) : inTheWay(call, station);
}

function faultsOf(command: TerminalCommand, call: ClientCall): readonly string[] {
  if (!call.body) return ['body must be a JSON object'];
  const { body, country } = call;
  const code = numberOf(body.command) === command.code ? [] : [`command must be ${command.code}`];
  return [...fieldFaults(body, commonRules), ...code, ...command.faults(body, country ?? 'CL')];
}

interface Starting {
  readonly command: TerminalCommand;
  readonly call: ClientCall;
  readonly station: Station;
  readonly script: Script;
  readonly body: JsonObject;
}

function start({ command, call, station, script, body }: Starting): Operation {
  const { operations, books, ledger, settings } = call.world;
  const order = command.orderOf(body, { terminal: station.terminal, books });
  const operation = operations.open({
    ...{ command, script, terminal: station.terminal, clientId: call.client.clientId },
    customId: textOf(body.customId),
    webhook: textOf(body.webhook),
    mode: textOf(body.webhook) === undefined ? 'sync' : 'async',
    order,
  });
  call.entry.executed = true;
  call.entry.idPosTxs = String(operation.idPosTxs);
  alarmOfRepeats(ledger, operations, operation);
  call.world.callbacks.announce(operation);
  station.device.start(operation, planFor(command, order, { settings, script: script.customer }));
  return operation;
}
