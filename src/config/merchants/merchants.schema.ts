import { z } from 'zod';
import { DEFAULT_QUARANTINE_AFTER, lateResultActions } from '../../domain/merchant-policies.js';
import { currencies } from '../../domain/money.js';
import { countries } from '../../domain/terminal.js';
import { isEventPattern, webhookEventTypes } from '../../domain/webhook-events.js';
import { oneOf, parseUrl } from '../environment/variables.js';

const NAME_FAULT = 'must be 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit';
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, NAME_FAULT);

/** Getnet's identifiers are opaque texts (contract §4.0); white space around them is a slip of the pen. */
const opaque = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 visible characters, as Getnet gave it');

const SECRET_FAULT = 'must be {"env": "NAME"} or {"file": "path"}: secrets are never written here';
const secret = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  {
    error: () => SECRET_FAULT,
  },
);

const apiKey = z.strictObject({
  id: name,
  sha256: z
    .string()
    .regex(
      /^[0-9A-Fa-f]{64}$/,
      'must be the SHA-256 of the key, 64 hex digits: `printf %s "$KEY" | sha256sum`',
    )
    .toLowerCase(),
  roles: z.array(oneOf(['payments', 'operator'])).min(1, 'must name a role: payments, operator or both'),
});

const terminal = z.strictObject({
  id: name,
  idTerminal: opaque,
  idSucursal: opaque,
  serialNumber: opaque,
  mode: oneOf(['async', 'sync']).optional(),
});

const COUNT_FAULT = 'must be a whole number from 1 to 100';
const count = z.int(COUNT_FAULT).min(1, COUNT_FAULT).max(100, COUNT_FAULT);
const limitAmount = z.strictObject({
  value: z.int('must be a whole number of minor units').min(0, 'must be a whole number of minor units'),
  currency: oneOf(currencies),
});

/** What a merchant decides for itself; all of it may be left out. */
const policies = z.strictObject({
  lateResult: oneOf(lateResultActions).default('ask'),
  secondActorAbove: limitAmount.optional(),
  closeAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59')
    .optional(),
  quarantineAfter: count.default(DEFAULT_QUARANTINE_AFTER),
});

const EVENTS_FAULT = `must be one of ${webhookEventTypes.join(', ')}, or a family such as transaction.*, or *`;
const MAX_WEBHOOKS = 10;
const MAX_SECRETS = 5;

/** Where a merchant is told what happened. */
const webhook = z.strictObject({
  id: name,
  url: z
    .string()
    .max(2_000)
    .refine(isWebhookUrl, 'must be an http or https address without user, password or fragment'),
  secrets: z
    .array(secret)
    .min(1, 'must name at least one secret')
    .max(MAX_SECRETS, `must name at most ${MAX_SECRETS} secrets`),
  events: z
    .array(z.string().refine(isEventPattern, EVENTS_FAULT))
    .min(1, 'must name at least one event type'),
});

function isWebhookUrl(text: string): boolean {
  return parseUrl(text)?.hash === '' && !text.includes('#');
}

/** One entry of the merchants file. What must hold between entries is in `merchants.rules.ts` and `merchants.uniqueness.ts`. */
export const merchantSchema = z.strictObject({
  id: name,
  name: z.string().min(1).max(200).optional(),
  country: z.enum(countries, {
    error: () => `must be a country with Getnet terminals: ${countries.join(' or ')}`,
  }),
  getnet: z.strictObject({
    clientId: secret,
    clientSecret: secret,
    sendIdSucursalAs: oneOf(['int', 'string']).default('int'),
  }),
  apiKeys: z.array(apiKey).min(1, 'must hold at least one key'),
  terminals: z.array(terminal),
  policies: policies.prefault({}),
  webhooks: z.array(webhook).max(MAX_WEBHOOKS, `must hold at most ${MAX_WEBHOOKS} endpoints`).default([]),
});

/** The merchants file around its entries: each of them is judged by itself, so that a wrong one stops no other. */
export const merchantsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  merchants: z.array(z.unknown()).min(1, 'must hold at least one merchant'),
});

/** The merchants file as a whole, every entry right. */
export const merchantsSchema = merchantsFileSchema.extend({ merchants: z.array(merchantSchema).min(1) });

/** An entry as written, checked, secrets still by name. */
export type MerchantEntry = z.infer<typeof merchantSchema>;
