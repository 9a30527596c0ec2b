import { patched } from '@temporalio/workflow';

/**
 * Whether each number of an attempt counts. In runs of before, the first proof about any number was the outcome and gave the terminal back.
 * To be asked only where an attempt has another number: the answer is a marker in the history.
 */
export function countsEveryNumber(): boolean {
  return patched('every-number-counts');
}

/**
 * Whether a number that may have charged stays open when Getnet does not know it after the lifecycle. In runs of before that closed it.
 * To be asked only about such an answer.
 */
export function keepsNumbersNotFound(): boolean {
  return patched('not-found-closes-no-charge');
}
