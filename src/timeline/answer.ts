import { getField, getText } from './history.js';
import type { Fields } from './history.js';

/** Why an activity gave no result. */
export interface AnswerFailure {
  readonly words: string;
  /** Whether its worker fell silent, and had said nothing before. */
  readonly isSilence?: boolean;
}

/** What an activity of ours came to. */
export interface Answer {
  readonly name: string;
  /** Undefined of a local activity: its marker does not carry it. */
  readonly input: unknown;
  readonly result: unknown;
  readonly failure: AnswerFailure | undefined;
}

/** The innermost cause: the outer ones only say that an activity failed. */
export function readFailure(fields: Fields): AnswerFailure {
  const causes: string[] = [];
  for (
    let failure = getField(fields, 'failure');
    failure !== undefined;
    failure = getField(failure, 'cause')
  ) {
    const message = getText(failure, 'message');
    if (message !== undefined) causes.push(message);
  }
  const words = causes.at(-1) ?? 'the history does not say why';
  return isSilence(getField(fields, 'failure')) ? { words, isSilence: true } : { words };
}

/** As Temporal's wire format and its JSON form write that no worker had ever begun it. */
const NEVER_BEGUN: readonly unknown[] = [2, 'TIMEOUT_TYPE_SCHEDULE_TO_START'];

function isSilence(failure: unknown): boolean {
  const timeout = getField(failure, 'timeoutFailureInfo');
  if (timeout === undefined || getField(timeout, 'lastHeartbeatDetails') !== undefined) return false;
  return !NEVER_BEGUN.includes(getField(timeout, 'timeoutType'));
}
