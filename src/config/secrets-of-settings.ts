import type { Environment } from './environment.js';
import type { Merchants } from './merchants.js';

/** Read by Temporal's own library, and no less secret. */
const temporalSecrets = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS_CLIENT_KEY_DATA', 'TEMPORAL_CODEC_AUTH'] as const;
/** A firewall's key is longer than the ordinary words other headers hold. */
const LEAST_HEADER_SECRET = 8;

/** @returns every secret the settings hold, as it would be written. */
export function secretsOf(
  environment: Environment,
  merchants: Merchants,
  source: NodeJS.ProcessEnv,
): readonly string[] {
  const keys = [
    ...(environment.CALLBACK_KEYS ?? []).map(({ key }) => key),
    environment.CALLBACK_SIGNATURE_KEY,
  ];
  const headers = Object.values(environment.GETNET_EXTRA_HEADERS);
  return [
    ...merchants.all().flatMap(({ id }) => merchants.credentialsOf(id)?.clientSecret ?? []),
    ...keys.flatMap((key) => (key === undefined ? [] : spellings(key))),
    ...headers.filter((value) => value.length >= LEAST_HEADER_SECRET),
    ...temporalSecrets.flatMap((name) => source[name] ?? []),
  ];
}

function spellings(key: Buffer): readonly string[] {
  return [key.toString('base64').replace(/=+$/, ''), key.toString('base64url'), key.toString('hex')];
}
