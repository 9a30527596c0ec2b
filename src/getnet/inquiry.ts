import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import { buildCommand } from './command.js';
import type { CommandSettings } from './command.js';
import { getCountryPack } from './countries/packs.js';
import { judgeDeviceAnswer } from './mapping/device-verdict.js';
import { judgeAnswer } from './mapping/verdict.js';
import type { AskedCommand } from './mapping/verdict.js';
import { terminalIds } from './triple.js';
import type { WireAnswer } from './wire/answer.js';
import type { WireDeviceQuery } from './wire/command.js';

/** A question as it goes over the wire, and how its answer is read; or why it cannot be asked. */
export type StatusQuery =
  | {
      readonly kind: 'ready';
      readonly path: string;
      /** Of a POST; a GET has none. */
      readonly json?: object;
      readonly judge: (answer: WireAnswer) => Verdict;
    }
  | { readonly kind: 'unaskable'; readonly cause: string };

/** `GET {idPosTxs}`: the state stored in the cloud (contract §5.1). */
export function buildCloudQuery(asked: StatusQuestion, settings: CommandSettings): StatusQuery {
  const question = buildAskedCommand(asked, settings);
  if ('cause' in question) return { kind: 'unaskable', cause: question.cause };
  return { kind: 'ready', path: asked.idPosTxs, judge: (answer) => judgeAnswer(answer, question) };
}

/** `POST get_transaction`: what the terminal itself knows (contract §5.2), where the country has it. */
export function buildDeviceQuery(asked: StatusQuestion, settings: CommandSettings): StatusQuery {
  const { country } = asked.accepted.terminal;
  const { deviceQuery } = getCountryPack(country);
  if (deviceQuery === undefined)
    return { kind: 'unaskable', cause: `terminals in ${country} cannot be asked about a command` };
  const question = buildAskedCommand(asked, settings);
  if ('cause' in question) return { kind: 'unaskable', cause: question.cause };
  const { path, functionCode } = deviceQuery;
  return {
    kind: 'ready',
    path,
    json: buildDeviceQueryBody(asked, functionCode, settings),
    judge: (answer) => judgeDeviceAnswer(answer, question, functionCode),
  };
}

function buildAskedCommand(
  { accepted, idPosTxs, idFromCallback }: StatusQuestion,
  settings: CommandSettings,
): AskedCommand | { readonly cause: string } {
  const command = buildCommand(accepted, settings);
  return command.kind === 'ready' ? { ...command.facts, idPosTxs, idFromCallback } : { cause: command.cause };
}

function buildDeviceQueryBody(
  { accepted: { terminal, customId }, idPosTxs }: StatusQuestion,
  command: number,
  settings: CommandSettings,
): WireDeviceQuery {
  const number = Number(idPosTxs);
  const id = Number.isSafeInteger(number) ? number : idPosTxs;
  return { ...terminalIds(terminal, settings), command, idPosTxs: id, customId };
}
