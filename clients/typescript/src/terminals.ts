import { toPaymentError } from './errors.js';
import { deadlineIn, sendUntilAnswered } from './retry.js';
import type { Terminal } from './schemas.js';
import type { Settings } from './settings.js';
import { isObject } from './transport.js';

export type Terminals = ReturnType<typeof createTerminals>;

/** The merchant's terminals. */
export function createTerminals(settings: Settings) {
  return {
    list: async (): Promise<readonly Terminal[]> =>
      ((await read(settings, '/v1/terminals')) as { readonly items: readonly Terminal[] }).items,
    get: async (id: string, signal?: AbortSignal): Promise<Terminal> =>
      (await read(settings, `/v1/terminals/${encodeURIComponent(id)}`, signal)) as Terminal,
  };
}

async function read(settings: Settings, path: string, signal?: AbortSignal): Promise<unknown> {
  const deadline = deadlineIn(settings.giveUpAfterMs);
  const reply = await sendUntilAnswered(settings, { path, signal, isAnswer: isObject }, { deadline });
  if (reply.kind === 'answer') return reply.body;
  throw toPaymentError(reply);
}
