import { patched } from '@temporalio/workflow';

/**
 * Whether each number of an attempt counts. In runs of before, the first proof about any number was the outcome and gave the terminal back.
 * To be asked only where an attempt has another number: the answer is a marker in the history.
 */
export function countsEveryNumber(): boolean {
  return patched('every-number-counts');
}
