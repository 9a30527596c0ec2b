import { z } from 'zod';
import type { Country } from '../../domain/terminal.js';
import { findStartOfLocalDay } from '../../domain/local-day.js';
import { problem } from '../problems/problem.js';
import type { Fault } from '../problems/problem.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT_FAULT = 'must be a time such as 2026-01-15T13:30:00Z, or a day such as 2026-01-15';

/** Years of four digits, which every database can read. */
const EARLIEST_MS = Date.parse('1000-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T00:00:00Z');

/** One word of a query string: a parameter that is given twice is a fault. */
export const text = z
  .string({ error: 'must be given once' })
  .min(1, 'must not be empty')
  .max(255, 'is too long')
  // No database keeps such a character in a text.
  .refine((given) => !given.includes('\0'), 'must not hold a NUL');

/** A moment as ISO 8601, or a day of the merchant's country, which is its first moment. */
export function momentField(country: Country) {
  return text.transform((given, context) => {
    const atMs = parseMomentMs(country, given);
    if (atMs >= EARLIEST_MS && atMs <= LATEST_MS) return new Date(atMs).toISOString();
    context.addIssue({ code: 'custom', message: MOMENT_FAULT, input: given });
    return z.NEVER;
  });
}

/** Gives NaN for what is no moment. */
function parseMomentMs(country: Country, given: string): number {
  const isDay = DAY.test(given) && z.iso.date().safeParse(given).success;
  if (isDay) return findStartOfLocalDay(country, given);
  return z.iso.datetime({ offset: true }).safeParse(given).success ? Date.parse(given) : Number.NaN;
}

/** A whole number within limits. */
export function wholeNumberField(least: number, most: number) {
  const fault = `must be a whole number from ${least} to ${most}`;
  return text
    .regex(/^\d{1,15}$/, fault)
    .transform(Number)
    .refine((value) => value >= least && value <= most, fault);
}

/** Some of a list of words, separated by commas. */
export function listField<const Word extends string>(words: readonly Word[]) {
  return text
    .transform((given) => given.split(','))
    .pipe(z.array(z.enum(words, { error: () => `must be of ${words.join(', ')}` })));
}

const MAX_CURSOR_LENGTH = 4_096;
const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;

/** The query of a list that is read page by page. @param read throws for what names no place. */
export function pageQuery<Place>(read: (cursor: unknown) => Place) {
  const cursor = z
    .string({ error: 'must be given once' })
    .max(MAX_CURSOR_LENGTH, 'is too long')
    .transform((given, context) => {
      try {
        return read(JSON.parse(Buffer.from(given, 'base64url').toString('utf8')));
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'must be the nextCursor of a page before',
          input: given,
        });
        return z.NEVER;
      }
    });
  return z.strictObject({
    limit: wholeNumberField(1, MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
    cursor: cursor.optional(),
  });
}

/** The place behind which the next page begins, for {@link pageQuery}. */
export function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** Reads a query string. A parameter that is not known is a fault: a filter that is ignored would show too much. @throws Problem `invalid-request` */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw problem('invalid-request', 'The query has faults, named in "errors". Nothing was read.', {
    errors: parsed.error.issues.flatMap(toFaults),
  });
}

function toFaults(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ field, message: 'is not a parameter of this address' }));
  return [{ field: String(issue.path[0] ?? ''), message: issue.message }];
}
