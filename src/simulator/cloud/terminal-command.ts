import type { JsonObject } from '../http/body.js';
import type { Reply } from '../http/reply.js';
import type { Operation, TerminalCommand, Order } from '../operations/operation.js';
import { alarmOnRepeat } from '../operations/truth.js';
import type { Script, CustomerScript } from '../scripts/script.js';
import { durationOr } from '../settings.js';
import type { Settings } from '../settings.js';
import { planCustomer } from '../devices/customer.js';
import type { CustomerPlan } from '../devices/customer.js';
import type { Station } from '../devices/directory.js';
import type { Country } from '../terminals/terminal.js';
import { pause } from '../timers.js';
import { answerCommand } from './answer.js';
import { refuseInvalid, unsupportedReply } from './authenticate.js';
import type { ClientCall } from './call.js';
import { commonRules, validateFields, toNumber, readOptionalText, readTriple } from './fields.js';
import { findObstacle, refuseUnknownTriple, refuseUnreachable } from './obstacles.js';
import { replyWithoutExecution } from './unexecuted.js';

/** Takes a command to its terminal: checked, scripted, refused or started, and answered. Contract §4. */
export async function runOnTerminal(command: TerminalCommand, call: ClientCall): Promise<Reply> {
  const { entry, world } = call;
  if (isUnsupportedIn(call.country, command)) return unsupportedReply;
  const body = call.body ?? {};
  entry.executed = false;
  entry.mode = readOptionalText(body.webhook) === undefined ? 'sync' : 'async';
  const faults = validateCommand(command, call);
  if (faults.length > 0) return refuseInvalid(call, faults);
  const station = world.terminals.find(readTriple(body), call.country);
  if (!station) return refuseUnknownTriple(call);
  if (isUnsupportedIn(station.terminal.country, command)) return unsupportedReply;
  entry.serialNumber = station.terminal.serialNumber;

  const requestKind = command.movesMoney ? 'money' : 'report';
  const queued = world.scripts.find(requestKind, { ...entry, command: command.path });
  const script = queued?.script ?? {};
  const notExecuted = replyWithoutExecution(call, station, script);
  const obstacle = notExecuted || script.ignoreBusy ? undefined : findCommandObstacle(command, call, station);
  // A script that waits for its command is not used up by one that a busy terminal refuses.
  if (queued && !obstacle) world.scripts.consume(queued);
  if (notExecuted) return replyWhenReleased(notExecuted, call, script);
  return obstacle ?? answerCommand(startOperation({ command, call, station, script, body }), world.holds);
}

/** An answer to what was not carried out, when its script lets it go. */
async function replyWhenReleased(
  reply: Reply,
  { world, entry }: ClientCall,
  { answer = {} }: Script,
): Promise<Reply> {
  if (answer.held && !(await world.holds.waitForRelease(entry.customId ?? '', 'answer')))
    return { kind: 'reset' };
  await pause(durationOr(answer.delay, 0));
  return reply;
}

function isUnsupportedIn(country: Country | undefined, { countries }: TerminalCommand): boolean {
  return country !== undefined && !countries.includes(country);
}

function findCommandObstacle(
  command: TerminalCommand,
  call: ClientCall,
  station: Station,
): Reply | undefined {
  return command.allowedWhileBusy ? refuseUnreachable(station) : findObstacle(call, station);
}

function validateCommand(command: TerminalCommand, call: ClientCall): readonly string[] {
  if (!call.body) return ['body must be a JSON object'];
  const { body, country } = call;
  const code = toNumber(body.command) === command.code ? [] : [`command must be ${command.code}`];
  return [...validateFields(body, commonRules), ...code, ...command.validate(body, country ?? 'CL')];
}

interface StartRequest {
  readonly command: TerminalCommand;
  readonly call: ClientCall;
  readonly station: Station;
  readonly script: Script;
  readonly body: JsonObject;
}

function startOperation({ command, call, station, script, body }: StartRequest): Operation {
  const { operations, salesLedger, ledger, settings } = call.world;
  const order = command.readOrder(body, { terminal: station.terminal, salesLedger });
  const operation = operations.create({
    command,
    script,
    terminal: station.terminal,
    clientId: call.client.clientId,
    customId: readOptionalText(body.customId),
    webhook: readOptionalText(body.webhook),
    mode: readOptionalText(body.webhook) === undefined ? 'sync' : 'async',
    order,
  });
  call.entry.executed = true;
  call.entry.idPosTxs = String(operation.idPosTxs);
  alarmOnRepeat(ledger, operations, operation);
  call.world.callbacks.startProgressNotices(operation);
  station.device.startOperation(
    operation,
    planCommand(command, order, { settings, script: script.customer }),
  );
  return operation;
}

/** How long a terminal takes for what needs neither card nor customer. Invented. */
const reportDelayMs = 50;

/** Of an amount that ends so the default customer pays: an undo takes as long, whatever the amount of its sale. */
const amountThatPays = 0;

/** Who is to do what at the terminal, and when. */
function planCommand(
  command: TerminalCommand,
  { amount }: Order,
  { settings, script = {} }: { readonly settings: Settings; readonly script?: CustomerScript | undefined },
): CustomerPlan {
  if (command.kind === 'sale') return planCustomer(amount, settings, script);
  if (command.kind === 'undo') return planCustomer(amountThatPays, settings, script);
  return { action: script.action ?? 'approve', delayMs: durationOr(script.after, reportDelayMs) };
}
