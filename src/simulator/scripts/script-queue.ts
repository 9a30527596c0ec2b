import type { Script } from './script.js';

/** Which commands a script is for: every given field must be equal; without fields it is for all. */
export interface Match {
  /** Path of the command; none given is for those that move money. */
  readonly command?: string;
  readonly serialNumber?: string;
  readonly customId?: string;
  readonly amount?: number;
  readonly clientId?: string;
}

/** A script that waits for its commands or logins. */
export interface QueuedScript {
  readonly match: Match;
  readonly script: Script;
  /** How many more it is for. */
  timesLeft: number;
}

/** Who looks for a script: a command that moves money, one that does not, or a login. */
export type RequestKind = 'money' | 'report' | 'login';

/** The scripts that wait; the first that matches wins. */
export interface ScriptQueue {
  /** Puts a script at the end, good for `times` commands or logins. */
  add(match: Match, script: Script, times: number): void;
  /** The script for whoever has these facts, not yet used up by it. */
  find(kind: RequestKind, facts: Match): QueuedScript | undefined;
  /** Takes one use off a rule; the last use removes it. */
  consume(rule: QueuedScript): void;
  clear(): void;
  readonly items: readonly QueuedScript[];
}

/** An empty queue. */
export function createScriptQueue(): ScriptQueue {
  const items: QueuedScript[] = [];
  const remove = (rule: QueuedScript): void => void items.splice(items.indexOf(rule), 1);
  return {
    items,
    add: (match, script, timesLeft) => void items.push({ match, script, timesLeft }),
    find: (kind, facts) => items.find((rule) => appliesTo(rule, kind) && matches(rule.match, facts)),
    consume: (rule) => {
      rule.timesLeft -= 1;
      if (rule.timesLeft <= 0) remove(rule);
    },
    clear: () => void items.splice(0),
  };
}

// A script that names no command was meant for money: a report in between must not use it up.
function appliesTo({ script, match }: QueuedScript, kind: RequestKind): boolean {
  if (kind === 'login' || script.auth !== undefined) return kind === 'login' && script.auth !== undefined;
  return kind === 'money' || match.command !== undefined;
}

function matches(match: Match, facts: Match): boolean {
  return (
    (match.command === undefined || match.command.toLowerCase() === facts.command) &&
    (match.serialNumber === undefined ||
      normalizeSerialNumber(match.serialNumber) === normalizeSerialNumber(facts.serialNumber)) &&
    (match.customId === undefined || match.customId === facts.customId) &&
    (match.amount === undefined || match.amount === facts.amount) &&
    (match.clientId === undefined || match.clientId === facts.clientId)
  );
}

function normalizeSerialNumber(serialNumber: string | undefined): string | undefined {
  return serialNumber?.trim().toUpperCase();
}
