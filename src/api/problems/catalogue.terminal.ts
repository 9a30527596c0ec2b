import type { ProblemEntries } from './problem-entry.js';

/** Why the terminal or Getnet did not take the command. */
export const terminalProblems = {
  'terminal-busy': {
    status: 409,
    money: 'no',
    retry: 'same_key',
    title: 'The terminal is busy',
    meaning:
      'Another operation uses the terminal, until `busyUntil` at the latest. `holder` names it if it is yours. Nothing was sent.',
    next: 'Repeat with the same key after `Retry-After`.',
    retryAfter: true,
  },
  'terminal-quarantined': {
    status: 409,
    money: 'no',
    retry: 'same_key',
    title: 'The terminal takes no new payment',
    meaning:
      'Several money commands in a row on this terminal ended without a known outcome, or nothing at all was heard of one, so it ' +
      'takes no sale until it completes a poll or an operator releases it. Voids, returns, polls and reports go on. Nothing was sent.',
    next: 'Start a poll on the terminal, or ask an operator to release it. Then repeat with the same key; meanwhile use another terminal, with a new key.',
  },
  cancelled: {
    status: 409,
    money: 'no',
    retry: 'new_key',
    title: 'The transaction was cancelled before it was sent',
    meaning:
      'Somebody cancelled the transaction before it was sent, or an operator settled it as not sent. No money moved, and its key ' +
      'starts no further attempt. If Getnet calls back about it all the same, `moneyMoved` is `unknown` and `retry` is `never`.',
    next: 'Use a new key for a new payment.',
  },
  'not-cancellable': {
    status: 409,
    money: 'unknown',
    retry: 'never',
    title: 'The transaction can no longer be cancelled',
    meaning:
      'The transaction has ended, or its command may have reached the terminal and Getnet cannot be told to stop it: there is no ' +
      'such command in the country or for the operation, or the terminal may already work on another command. The request changed ' +
      'nothing; `detail` says which.',
    next: 'Wait for the outcome. An approved sale can be voided or returned.',
  },
  'provider-rejected': {
    status: 502,
    money: 'no',
    retry: 'same_key',
    title: 'Getnet refused the command',
    meaning:
      'Getnet did not take the command: the ids of the terminal are wrong, the credentials are not accepted, or Getnet’s firewall ' +
      'keeps the service out. If Getnet calls back about it all the same, the service verifies the transaction and sends nothing ' +
      'more until then.',
    next: 'An operator corrects the ids, the credentials or the headers for the firewall. Then repeat with the same key.',
  },
  'provider-unreachable': {
    status: 503,
    money: 'no',
    retry: 'same_key',
    title: 'Getnet could not be reached',
    meaning: 'No connection to Getnet was made, or Getnet asked for a pause. Nothing reached the terminal.',
    next: 'Repeat with the same key in a moment.',
  },
  'terminal-offline': {
    status: 503,
    money: 'no',
    retry: 'same_key',
    title: 'The terminal is offline',
    meaning:
      'Getnet answers that it cannot reach the terminal, and gave the command no number. The service reads that as “probably no” ' +
      'money moved; Getnet does not promise it. If Getnet calls back about it all the same, the service verifies the ' +
      'transaction and sends nothing more until then.',
    next: 'Check the power and the network of the terminal. Then repeat with the same key.',
  },
  'dispatch-expired': {
    status: 503,
    money: 'no',
    retry: 'same_key',
    title: 'The command could not be sent in time',
    meaning: 'The time to send the command was over before it left. This attempt will never be sent.',
    next: 'Repeat with the same key: it opens the next attempt.',
  },
  'mode-unavailable': {
    status: 503,
    money: 'no',
    retry: 'same_key',
    title: 'No worker can send in this mode',
    meaning: 'No worker is set up for the mode of this terminal. Nothing was sent.',
    next: 'An operator corrects the settings of the workers. Then repeat with the same key.',
  },
} as const satisfies ProblemEntries;
