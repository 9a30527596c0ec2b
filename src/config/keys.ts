import { z } from 'zod';

/** A key that signs or verifies callback tokens, with the name the token carries. */
export interface CallbackKey {
  readonly kid: string;
  readonly key: Buffer;
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const CALLBACK_KEY = /^([A-Za-z0-9_-]{1,16}):(.+)$/;
const LEAST_CALLBACK_KEY_BYTES = 32;
const LEAST_SIGNATURE_KEY_BYTES = 16;

/** `kid:base64,kid:base64`: the first signs, all verify. */
export const callbackKeys = z.string().transform((text, context): readonly CallbackKey[] => {
  const keys = text.split(',').map((part) => callbackKey(part.trim()));
  const known = keys.filter((key) => key !== undefined);
  const faults = [];
  if (known.length < keys.length) {
    faults.push(
      'must be kid:base64,kid:base64, each kid 1 to 16 letters, digits, _ or -, each key at least 32 bytes: ' +
        'make one with `openssl rand -base64 32`',
    );
  }
  if (new Set(known.map(({ kid }) => kid)).size < known.length) faults.push('must not name a kid twice');
  for (const message of faults) context.addIssue({ code: 'custom', message, input: undefined });
  return faults.length === 0 ? known : z.NEVER;
});

/** The secret a provider would sign its callbacks with: base64. */
export const signatureKey = z.string().transform((text, context): Buffer => {
  const key = decoded(text);
  if (key !== undefined && key.length >= LEAST_SIGNATURE_KEY_BYTES) return key;
  const message = `must be base64 of at least ${LEAST_SIGNATURE_KEY_BYTES} bytes`;
  context.addIssue({ code: 'custom', message, input: undefined });
  return z.NEVER;
});

function callbackKey(text: string): CallbackKey | undefined {
  const [, kid = '', encoded = ''] = CALLBACK_KEY.exec(text) ?? [];
  const key = decoded(encoded);
  return key !== undefined && key.length >= LEAST_CALLBACK_KEY_BYTES ? { kid, key } : undefined;
}

function decoded(base64: string): Buffer | undefined {
  return BASE64.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}
