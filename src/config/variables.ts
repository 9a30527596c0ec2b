import { z } from 'zod';
import { parseUrl } from './web-address.js';

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
