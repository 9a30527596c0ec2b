import type { OwnReply } from '../scripts/script.js';

/** What part of the cloud a request is for, as an outage names it; `get_transaction` is `device` and `command` at once. */
export const parts = ['auth', 'command', 'status', 'device', 'posdata'] as const;
export type Part = (typeof parts)[number];

/** How the cloud, or some of its parts, answers everybody until it is over. */
export interface OutageDescription extends OwnReply {
  /** None: all parts. */
  readonly parts?: readonly Part[];
}

/** Whether the cloud is out of order. Nothing is carried out while it is. */
export interface Outage {
  begin(description: OutageDescription): void;
  end(): void;
  /** The answer to a request for these parts instead of their own; undefined while they work. */
  replyTo(wanted: readonly Part[]): OwnReply | undefined;
}

/** A cloud in order. */
export function createOutage(): Outage {
  let current: OutageDescription | undefined;
  return {
    begin: (description) => void (current = description),
    end: () => void (current = undefined),
    replyTo: (wanted) =>
      wanted.some((part) => (current?.parts ?? parts).includes(part)) ? current : undefined,
  };
}
