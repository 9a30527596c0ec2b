import { z } from 'zod';
import { parseDurationMs } from './variables.js';

const MAX_RETRIES = 50;
const MAX_PAUSE_MS = 30 * 86_400_000;

/** The pauses between two tries of a webhook, written `5s,30s,2m`. There is one try more than there are pauses. */
export const webhookRetries = z.string().transform((text, context): readonly number[] => {
  const pauses = text.split(',').map((part) => parseDurationMs(part));
  const known = pauses.filter((pause) => pause !== undefined && pause > 0 && pause <= MAX_PAUSE_MS);
  if (known.length === pauses.length && pauses.length <= MAX_RETRIES) return known as readonly number[];
  const message = `must be pauses such as 5s,30s,2m,15m,1h: 1 to ${MAX_RETRIES} of them, each from 1ms to 30d`;
  context.addIssue({ code: 'custom', message, input: text });
  return z.NEVER;
});
