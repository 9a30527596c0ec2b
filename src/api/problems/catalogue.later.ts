import type { ProblemEntries } from './problem-entry.js';

/** Codes of operations that are not offered yet: published, so that integrations can be written against them. */
export const laterProblems = {
  'not-cancellable': {
    status: 409,
    money: 'unknown',
    retry: 'never',
    title: 'The transaction can no longer be cancelled',
    meaning: 'The country has no command that stops a sale at the terminal, or the outcome is known already.',
    next: 'Wait for the outcome. An approved sale can be voided or returned.',
  },
  'terminal-in-use': {
    status: 409,
    money: 'no',
    retry: 'same_key',
    title: 'The terminal may still be working',
    meaning: 'The holder of the terminal may still be live on the device, so the terminal is not released.',
    next: 'Wait until `busyUntil` and try again.',
  },
  'evidence-contradicts': {
    status: 409,
    money: 'unknown',
    retry: 'never',
    title: 'The evidence says otherwise',
    meaning: 'Getnet’s own answer contradicts the verdict. Nothing was settled.',
    next: 'Read the evidence of the transaction before you decide again.',
  },
  'not-in-attention': {
    status: 409,
    money: 'no',
    retry: 'never',
    title: 'The transaction waits for nobody',
    meaning: 'A person can settle only a transaction with the status `needs_attention`.',
    next: 'Do nothing.',
  },
} as const satisfies ProblemEntries;
