/** The universal answer. Contract §3. */
export interface Wrapper {
  readonly code: number;
  readonly status: 'OK' | 'ERROR';
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

type Content = Wrapper['data'];

/** Accepted or finished: code 1. */
export function acceptedWrapper(message: string, data: Content): Wrapper {
  return { code: 1, status: 'OK', message, data };
}

/** Still running: code 2, no data. */
export function inProcessWrapper(message: string): Wrapper {
  return { code: 2, status: 'OK', message, data: null };
}

/** An error on the server's side: code 0. */
export function failedWrapper(message: string, data: Content = null): Wrapper {
  return { code: 0, status: 'ERROR', message, data };
}

/** The one text that asks for a new login; no Spanish form is known. Contract §8. */
export const unauthorizedWrapper = failedWrapper('UNAUTHORIZED');
