import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import { wireCommand } from './command.js';
import type { CommandSettings } from './command.js';
import { countryPack } from './countries/packs.js';
import { deviceVerdictOf } from './mapping/device-verdict.js';
import { verdictOf } from './mapping/verdict.js';
import type { AskedCommand } from './mapping/verdict.js';
import { tripleOf } from './triple.js';
import type { WireAnswer } from './wire/answer.js';
import type { WireDeviceQuery } from './wire/command.js';

/** A question as it goes over the wire, and how its answer is read; or why it cannot be asked. */
export type Inquiry =
  | {
      readonly kind: 'ready';
      readonly path: string;
      /** Of a POST; a GET has none. */
      readonly json?: object;
      readonly verdictOf: (answer: WireAnswer) => Verdict;
    }
  | { readonly kind: 'unaskable'; readonly cause: string };

/** `GET {idPosTxs}`: the state stored in the cloud (contract §5.1). */
export function cloudInquiry(asked: StatusQuestion, settings: CommandSettings): Inquiry {
  const question = questionOf(asked, settings);
  if ('cause' in question) return { kind: 'unaskable', cause: question.cause };
  return { kind: 'ready', path: asked.idPosTxs, verdictOf: (answer) => verdictOf(answer, question) };
}

/** `POST get_transaction`: what the terminal itself knows (contract §5.2), where the country has it. */
export function deviceInquiry(asked: StatusQuestion, settings: CommandSettings): Inquiry {
  const { country } = asked.accepted.terminal;
  const { deviceQuery } = countryPack(country);
  if (deviceQuery === undefined)
    return { kind: 'unaskable', cause: `terminals in ${country} cannot be asked about a command` };
  const question = questionOf(asked, settings);
  if ('cause' in question) return { kind: 'unaskable', cause: question.cause };
  const { path, functionCode } = deviceQuery;
  return {
    kind: 'ready',
    path,
    json: deviceQueryBody(asked, functionCode, settings),
    verdictOf: (answer) => deviceVerdictOf(answer, question, functionCode),
  };
}

function questionOf(
  { accepted, idPosTxs, idFromCallback }: StatusQuestion,
  settings: CommandSettings,
): AskedCommand | { readonly cause: string } {
  const command = wireCommand(accepted, settings);
  return command.kind === 'ready' ? { ...command.facts, idPosTxs, idFromCallback } : { cause: command.cause };
}

function deviceQueryBody(
  { accepted: { terminal, customId }, idPosTxs }: StatusQuestion,
  command: number,
  settings: CommandSettings,
): WireDeviceQuery {
  const number = Number(idPosTxs);
  const id = Number.isSafeInteger(number) ? number : idPosTxs;
  return { ...tripleOf(terminal, settings), command, idPosTxs: id, customId };
}
