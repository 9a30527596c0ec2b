import type { Script } from './script.js';

/** Whom a script is for; every field given must be equal, none given is for anybody. */
export interface Match {
  /** Path of the command; none given is for those that move money. */
  readonly command?: string;
  readonly serialNumber?: string;
  readonly customId?: string;
  readonly amount?: number;
  readonly clientId?: string;
}

/** A script that waits for its commands or logins. */
export interface Rule {
  readonly match: Match;
  readonly script: Script;
  /** How many more it is for. */
  timesLeft: number;
}

/** Who looks for a script: a command that moves money, one that does not, or a login. */
export type Applicant = 'money' | 'report' | 'login';

/** The scripts that wait; the first that matches wins. */
export interface ScriptShelf {
  /** Puts a script at the end, good for `times` commands or logins. */
  add(match: Match, script: Script, times: number): void;
  /** The script for whoever has these facts, not yet used up by it. */
  find(what: Applicant, facts: Match): Rule | undefined;
  /** Takes one use off a rule; the last use removes it. */
  use(rule: Rule): void;
  clear(): void;
  readonly rules: readonly Rule[];
}

/** An empty shelf. */
export function createScriptShelf(): ScriptShelf {
  const rules: Rule[] = [];
  const drop = (rule: Rule): void => void rules.splice(rules.indexOf(rule), 1);
  return {
    rules,
    add: (match, script, timesLeft) => void rules.push({ match, script, timesLeft }),
    find: (what, facts) => rules.find((rule) => isFor(rule, what) && matches(rule.match, facts)),
    use: (rule) => {
      rule.timesLeft -= 1;
      if (rule.timesLeft <= 0) drop(rule);
    },
    clear: () => void rules.splice(0),
  };
}

// A script that names no command was meant for money: a report in between must not use it up.
function isFor({ script, match }: Rule, what: Applicant): boolean {
  if (what === 'login' || script.auth !== undefined) return what === 'login' && script.auth !== undefined;
  return what === 'money' || match.command !== undefined;
}

function matches(match: Match, facts: Match): boolean {
  return (
    (match.command === undefined || match.command.toLowerCase() === facts.command) &&
    (match.serialNumber === undefined || deviceName(match.serialNumber) === deviceName(facts.serialNumber)) &&
    (match.customId === undefined || match.customId === facts.customId) &&
    (match.amount === undefined || match.amount === facts.amount) &&
    (match.clientId === undefined || match.clientId === facts.clientId)
  );
}

function deviceName(serialNumber: string | undefined): string | undefined {
  return serialNumber?.trim().toUpperCase();
}
