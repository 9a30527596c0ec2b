import { getField, getText } from './history.js';
import type { Fields } from './history.js';

/** Why an activity gave no result. */
export interface AnswerFailure {
  readonly words: string;
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
  return { words: causes.at(-1) ?? 'the history does not say why' };
}
