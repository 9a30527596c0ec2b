import { z } from 'zod';

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^(\d{1,15}(?:\.\d{1,6})?)(ms|s|m|h|d)$/;

/** @returns the milliseconds of `250ms`, `15s`, `5m`, `24h`, `30d`; otherwise undefined. */
export function durationOf(text: string): number | undefined {
  const [, number, unit = ''] = DURATION.exec(text.trim()) ?? [];
  const length = Math.round(Number(number) * (milliseconds[unit] ?? Number.NaN));
  return Number.isSafeInteger(length) ? length : undefined;
}

/** A setting that is a length of time, kept in milliseconds. @param least milliseconds, 1 unless told. */
export function duration(least = 1) {
  return z.string().transform((text, context) => {
    const length = durationOf(text);
    if (length !== undefined && length >= least) return length;
    const message = `must be a time such as 250ms, 15s, 5m, 24h or 30d, and at least ${least}ms`;
    context.addIssue({ code: 'custom', message, input: text });
    return z.NEVER;
  });
}
