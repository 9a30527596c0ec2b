import { condition, defineSignal, setHandler, ApplicationFailure } from '@temporalio/workflow';

/** Waits until it is told how to fail, and fails so. */
export async function failsAs(): Promise<void> {
  let way: string | undefined;
  setHandler(defineSignal<[string]>('fail'), (told) => void (way = told));
  await condition(() => way !== undefined);
  failBy(way);
}

function failBy(way: string | undefined): never {
  if (way === 'derived') throw ApplicationFailure.nonRetryable('on purpose');
  const cause = new Error('without a message of its own');
  throw ApplicationFailure.nonRetryable(String(cause instanceof Error), 'OfOurs', cause.stack);
}
