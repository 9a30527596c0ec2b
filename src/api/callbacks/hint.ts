import { createHash } from 'node:crypto';
import type { CustomId } from '../../domain/ids.js';
import { readCallbackBody } from '../../getnet/mapping/callback-hint.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

/** @returns what is kept of a callback: what to ask about, what it claims, and a digest to know it again; never the body. */
export function hintIn(body: Buffer, customId: CustomId): CallbackHint {
  const digest = createHash('sha256').update(body).digest('hex');
  return { version: 1, customId, digest, at: Date.now(), ...readCallbackBody(body) };
}
