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
