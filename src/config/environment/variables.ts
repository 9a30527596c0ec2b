import { z } from 'zod';

/** A TCP port; 0 lets the system choose. */
export const port = wholeNumber(0, 65_535);

/** A whole number of a given range. */
export function wholeNumber(least: number, most: number) {
  const fault = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, fault)
    .transform(Number)
    .refine((value) => value >= least && value <= most, fault);
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: () => `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });
}

/** A switch. */
export const flag = oneOf(['true', 'false']).transform((word) => word === 'true');

/** A name without white space: a host, a namespace, a task queue. */
export const word = z
  .string()
  .regex(/^\S{1,255}$/, 'must be one word without spaces, 255 characters at the most');

/** A file or folder. */
export const path = z.string().min(1);

/** Where Getnet reaches us, kept without a closing slash. */
export const publicUrl = z.string().transform((text, context) => {
  const url = parseUrl(text);
  if (url !== undefined && url.search === '' && url.hash === '') return url.href.replace(/\/+$/, '');
  const message =
    'must be an http or https address without user, query or fragment, such as https://pay.example.com';
  context.addIssue({ code: 'custom', message, input: text });
  return z.NEVER;
});

/** Where a country's Getnet answers. The host is always configuration (contract §1.1). */
export const getnetBaseUrl = z
  .string()
  .refine(
    (text) => parseUrl(text) !== undefined && text.endsWith('/api/postxs/'),
    'must be an http or https address ending in /api/postxs/, as Getnet gave it for this environment',
  );

/** Where the ledger's PostgreSQL is, with user, password and database. */
export const databaseUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'must be an address of PostgreSQL, such as postgres://user:password@db.example.com:5432/ledger',
  )
  .refine(isDecodable, 'has a % that cannot be read: write a % of the password as %25');

/** As the driver decodes it, at each connection: where a bare `%` is in it, it takes most of them for themselves. */
function isDecodable(text: string): boolean {
  const hasBarePercent = /%(?![0-9a-f]{2})/i.test(text);
  try {
    decodeURIComponent(hasBarePercent ? encodeURI(text).replace(/%25(\d\d)/g, '%$1') : text);
    return true;
  } catch {
    return false;
  }
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(\d{1,15}(?:\.\d{1,6})?)(ms|s|m|h|d)$/;

/** Accepts `250ms`, `15s`, `5m`, `24h`, `30d`; anything else is undefined. */
export function parseDurationMs(text: string): number | undefined {
  const [, number, unit = ''] = DURATION.exec(text.trim()) ?? [];
  const length = Math.round(Number(number) * (unitMs[unit] ?? Number.NaN));
  return Number.isSafeInteger(length) ? length : undefined;
}

/** A setting that is a length of time, kept in milliseconds. @param minMs 1 by default. */
export function durationMs(minMs = 1) {
  return z.string().transform((text, context) => {
    const length = parseDurationMs(text);
    if (length !== undefined && length >= minMs) return length;
    const message = `must be a time such as 250ms, 15s, 5m, 24h or 30d, and at least ${minMs}ms`;
    context.addIssue({ code: 'custom', message, input: text });
    return z.NEVER;
  });
}

/** Accepts http and https without user name and password; anything else is undefined. */
export function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url : undefined;
}

/** Production requires this of the provider: https, and not this machine. */
export function isRemoteAndEncrypted(text: string): boolean {
  const url = parseUrl(text);
  return url?.protocol === 'https:' && !isThisMachine(url.hostname);
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
}
