import type { ProblemEntries } from './problem-entry.js';

/** Why an operator's request is not taken. */
export const operatorProblems = {
  'terminal-in-use': {
    status: 409,
    money: 'no',
    retry: 'same_key',
    title: 'The terminal may still be working',
    meaning:
      'A command may still be live on the terminal. The service asked Getnet, and the terminal where the country has that; nothing ' +
      'proved that it is done. So the terminal is not released, or the transaction on it is not settled as uncharged.',
    next: 'Wait until `busyUntil`, or for the time in `detail`, and try again.',
    more: 'runbook.md#release-a-terminal',
  },
  'evidence-contradicts': {
    status: 409,
    money: 'unknown',
    retry: 'never',
    title: 'The evidence says otherwise',
    meaning:
      'An answer or a callback of Getnet contradicts the verdict; `detail` says which. The verdict settled nothing. If Getnet’s answer ' +
      'is a proof, that proof has settled the transaction.',
    next: 'Read the transaction and its evidence before you decide again.',
    more: 'runbook.md#settle-a-transaction',
  },
  'verdict-differs': {
    status: 409,
    money: 'unknown',
    retry: 'never',
    title: 'Another verdict exists',
    meaning:
      'Another operator proposed another verdict, or the transaction is settled with another verdict. The service settles nothing.',
    next: 'Agree on one verdict. A proposal lapses after 24 hours without a second operator; a settled transaction stays as it is.',
    more: 'runbook.md#settle-a-transaction',
  },
  'not-in-attention': {
    status: 409,
    money: 'no',
    retry: 'never',
    title: 'The transaction needs no person',
    meaning:
      'A person can settle only what waits for a person. This transaction has an outcome, is still on its way, or its run was ended ' +
      'by hand and its recovery has not begun.',
    next: 'Read the transaction. Do nothing if it has an outcome.',
    more: 'runbook.md#settle-a-transaction',
  },
} as const satisfies ProblemEntries;
