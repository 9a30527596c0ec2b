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
} as const satisfies ProblemEntries;
