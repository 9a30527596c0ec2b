import type { CustomId } from '../../../src/domain/ids.js';
import type { EpochMs } from '../../../src/domain/time.js';
import { callbackTokens } from '../../../src/getnet/callback-token.js';
import type { World } from './world.js';

/** How a callback address comes to be: all of it right unless told. */
export interface SigningOptions {
  /** As CALLBACK_KEYS has it. */
  readonly keys?: string;
  readonly expiresAt?: EpochMs;
}

/** @returns the address at which Getnet calls back about an attempt, as the worker would write it. */
export function buildCallbackAddress(world: World, customId: string, signing: SigningOptions = {}): string {
  const { keys = world.callbackKeys, expiresAt = Date.now() + 60_000 } = signing;
  const [kid = '', key = ''] = keys.split(':');
  const tokens = callbackTokens([{ kid, key: Buffer.from(key, 'base64') }]);
  return `${world.urls.api}/webhooks/getnet/${tokens.sign(customId as CustomId, expiresAt)}`;
}
