import { condition, defineSignal, setHandler, ApplicationFailure } from '@temporalio/workflow';

/** Waits until it is told how to fail, and fails so. */
export async function failsAs(): Promise<void> {
  let way: string | undefined;
  setHandler(defineSignal<[string]>('fail'), (told) => void (way = told));
  await condition(() => way !== undefined);
  failBy(way);
}

function catchTypeError(): Error {
  try {
    (undefined as unknown as { read(): void }).read();
  } catch (failure) {
    return failure as Error;
  }
  throw ApplicationFailure.nonRetryable('nothing was thrown');
}

function failBy(way: string | undefined): never {
  if (way === 'engine')
    throw ApplicationFailure.nonRetryable('of the engine', 'OfEngine', catchTypeError().stack);
  if (way === 'derived') throw ApplicationFailure.nonRetryable('on purpose');
  const cause = new Error('without a message of its own');
  throw ApplicationFailure.nonRetryable(String(cause instanceof Error), 'OfOurs', cause.stack);
}
