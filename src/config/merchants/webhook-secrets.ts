import { readSecret } from './credentials.js';
import type { SecretSource } from './credentials.js';
import type { MerchantsFault } from './merchants.faults.js';
import type { MerchantOutline } from './merchants.outline.js';

/** The keys that sign what goes to one endpoint, the first one first. Secret. */
export interface WebhookSecrets {
  readonly endpoint: string;
  readonly keys: readonly Buffer[];
}

/** The secrets of a merchant's endpoints, as far as they can be had. */
export interface WebhookSecretsReading {
  readonly webhookSecrets: readonly WebhookSecrets[];
  readonly faults: readonly MerchantsFault[];
}

/** Reads what an entry names; a reference that names nothing is the schema's fault to report. @param at the entry's index. */
export function readWebhookSecrets(
  { webhooks }: MerchantOutline,
  at: number,
  source: SecretSource,
): WebhookSecretsReading {
  const faults: MerchantsFault[] = [];
  const webhookSecrets = webhooks.flatMap(({ id, secrets }, index) => {
    const keys = secrets.flatMap((reference, place) => {
      const read = readKey(reference, source);
      if (read === undefined || read.kind === 'key') return read ? [read.key] : [];
      const path = `merchants[${at}].webhooks[${index}].secrets[${place}]`;
      faults.push({ entries: [at], text: `${path}: ${read.why}` });
      return [];
    });
    return id === undefined ? [] : [{ endpoint: id, keys }];
  });
  return { webhookSecrets, faults };
}

type KeyReading =
  { readonly kind: 'key'; readonly key: Buffer } | { readonly kind: 'fault'; readonly why: string };

function readKey(
  { env, file }: MerchantOutline['webhooks'][number]['secrets'][number],
  source: SecretSource,
): KeyReading | undefined {
  if (env === undefined && file === undefined) return undefined;
  const secret = readSecret({ env, file }, source);
  if (secret.kind === 'missing') return { kind: 'fault', why: secret.why };
  const key = parseWebhookSecret(secret.value);
  return key ? { kind: 'key', key } : { kind: 'fault', why: SECRET_FAULT };
}

const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
const SECRET_FAULT =
  `must be whsec_ and base64 of ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes: ` +
  'make one with `echo whsec_$(openssl rand -base64 32)`';

/** Reads a secret as Standard Webhooks writes it. @returns undefined for anything else. */
export function parseWebhookSecret(text: string): Buffer | undefined {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const key = Buffer.from(encoded, 'base64');
  const isWhole = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
  return isWhole && key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES ? key : undefined;
}

/** The spellings in which a log could show a key. */
export function listWebhookKeySpellings(secrets: readonly WebhookSecrets[]): readonly string[] {
  return secrets.flatMap(({ keys }) =>
    keys.flatMap((key) => [
      key.toString('base64').replace(/=+$/, ''),
      key.toString('base64url'),
      key.toString('hex'),
    ]),
  );
}
