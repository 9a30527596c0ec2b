import { z } from 'zod';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;
/** What the client says itself (contract §1.3); an extra header must not contradict it. */
const OURS = new Set([
  'env',
  'country',
  'app',
  'content-type',
  'content-length',
  'host',
  'connection',
  'transfer-encoding',
]);

const FAULT = 'must be a JSON object of header names and texts, such as {"x-api-key":"…"}';

/** The name of one HTTP header, in lower case. */
export const headerName = z
  .string()
  .regex(NAME, 'must be the name of an HTTP header, such as x-getnet-signature')
  .transform((name) => name.toLowerCase());

/** Headers that let a caller through the provider's firewall (contract §1.2), as a JSON object of texts. */
export const extraHeaders = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const headers = headersOf(text);
  const ours = Object.keys(headers ?? {}).filter((name) => OURS.has(name.toLowerCase()));
  if (headers !== undefined && ours.length === 0) return headers;
  const message =
    headers === undefined ? FAULT : `must leave out ${ours.join(', ')}: the client sets that itself`;
  context.addIssue({ code: 'custom', message, input: undefined });
  return z.NEVER;
});

function headersOf(text: string): Record<string, string> | undefined {
  try {
    return z.record(z.string().regex(NAME), z.string().regex(VALUE)).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
