import { z } from 'zod';

/** A key that signs or verifies callback tokens, with the name the token carries. */
export interface CallbackKey {
  readonly kid: string;
  readonly key: Buffer;
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const CALLBACK_KEY = /^([A-Za-z0-9_-]{1,16}):(.+)$/;
const MIN_CALLBACK_KEY_BYTES = 32;
const MIN_SIGNATURE_KEY_BYTES = 16;

/** `kid:base64,kid:base64`: the first signs, all verify. */
export const callbackKeys = z.string().transform((text, context): readonly CallbackKey[] => {
  const keys = text.split(',').map((part) => parseCallbackKey(part.trim()));
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
  const key = decodeBase64(text);
  if (key !== undefined && key.length >= MIN_SIGNATURE_KEY_BYTES) return key;
  const message = `must be base64 of at least ${MIN_SIGNATURE_KEY_BYTES} bytes`;
  context.addIssue({ code: 'custom', message, input: undefined });
  return z.NEVER;
});

function parseCallbackKey(text: string): CallbackKey | undefined {
  const [, kid = '', encoded = ''] = CALLBACK_KEY.exec(text) ?? [];
  const key = decodeBase64(encoded);
  return key !== undefined && key.length >= MIN_CALLBACK_KEY_BYTES ? { kid, key } : undefined;
}

function decodeBase64(base64: string): Buffer | undefined {
  return BASE64.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;
/** What the client says itself (contract §1.3); an extra header must not contradict it. */
const CLIENT_HEADERS = new Set([
  'env',
  'country',
  'app',
  'content-type',
  'content-length',
  'host',
  'connection',
  'transfer-encoding',
]);

const HEADERS_FAULT = 'must be a JSON object of header names and texts, such as {"x-api-key":"…"}';

/** The name of one HTTP header, in lower case. */
export const headerName = z
  .string()
  .regex(HEADER_NAME, 'must be the name of an HTTP header, such as x-getnet-signature')
  .transform((name) => name.toLowerCase());

/** Headers that let a caller through the provider's firewall (contract §1.2), as a JSON object of texts. */
export const extraHeaders = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const headers = parseHeaders(text);
  const clientHeaders = Object.keys(headers ?? {}).filter((name) => CLIENT_HEADERS.has(name.toLowerCase()));
  if (headers !== undefined && clientHeaders.length === 0) return headers;
  const message =
    headers === undefined
      ? HEADERS_FAULT
      : `must leave out ${clientHeaders.join(', ')}: the client sets that itself`;
  context.addIssue({ code: 'custom', message, input: undefined });
  return z.NEVER;
});

function parseHeaders(text: string): Record<string, string> | undefined {
  try {
    return z.record(z.string().regex(HEADER_NAME), z.string().regex(HEADER_VALUE)).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
