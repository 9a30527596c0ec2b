import { TRANSACTION_ID_FORM } from '../transactions/body/body-fields.js';

/** The forms of parameters in the document: what a form refuses, the service refuses too. */

/** One word of a query string. */
export const WORD = { type: 'string', minLength: 1, maxLength: 255 } as const;

const DAY = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const HOUR_MINUTE = String.raw`([01]\d|2[0-3]):[0-5]\d`;

/** A time with its offset, or a day. */
export const MOMENT = {
  type: 'string',
  pattern: String.raw`^${DAY}(T${HOUR_MINUTE}:[0-5]\d(\.\d+)?(Z|[+-]${HOUR_MINUTE}))?$`,
  example: '2026-01-15T03:00:00Z',
} as const;

export const TRANSACTION_ID = { type: 'string', pattern: TRANSACTION_ID_FORM } as const;

/** Base64 for addresses. */
export const CURSOR = { type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: 4_096 } as const;

/** Bare, or in one pair of quotes. */
export const IDEMPOTENCY_KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: '^([!#-~]([!-~]*[!#-~])?|"[!-~]+")$',
  example: '5f0c3c5e-3f0a-4b1e-9d4c-2a7c9d1f6b10',
} as const;
