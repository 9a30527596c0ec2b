import type { ScriptedReply } from '../scripts/script.js';

/** What part of the cloud a request is for, as an outage names it; `get_transaction` is `device` and `command` at once. */
export const cloudParts = ['auth', 'command', 'status', 'device', 'posdata'] as const;
export type CloudPart = (typeof cloudParts)[number];

/** How the cloud, or some of its parts, answers everybody until it is over. */
export interface OutageDescription extends ScriptedReply {
  /** None: all parts. */
  readonly parts?: readonly CloudPart[];
}

/** Whether the cloud is out of order. Nothing is carried out while it is. */
export interface Outage {
  begin(description: OutageDescription): void;
  end(): void;
  /** The answer to a request for these parts instead of their own; undefined while they work. */
  findReply(wanted: readonly CloudPart[]): ScriptedReply | undefined;
}

/** A cloud without an outage. */
export function createOutage(): Outage {
  let current: OutageDescription | undefined;
  return {
    begin: (description) => void (current = description),
    end: () => void (current = undefined),
    findReply: (wanted) =>
      wanted.some((part) => (current?.parts ?? cloudParts).includes(part)) ? current : undefined,
  };
}
