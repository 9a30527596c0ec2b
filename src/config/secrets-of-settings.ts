import type { Environment } from './environment.js';
import type { MerchantsFile } from './merchants.file.js';

/** Read by Temporal's own library, and no less secret. */
const temporalSecrets = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS_CLIENT_KEY_DATA', 'TEMPORAL_CODEC_AUTH'] as const;
/** A firewall's key is longer than the ordinary words other headers hold. */
const LEAST_HEADER_SECRET = 8;

/** @returns every secret the variables hold, as it would be written. */
export function secretsOfEnvironment(environment: Environment, source: NodeJS.ProcessEnv): readonly string[] {
  const keys = [
    ...(environment.CALLBACK_KEYS ?? []).map(({ key }) => key),
    environment.CALLBACK_SIGNATURE_KEY,
  ];
  const headers = Object.values(environment.GETNET_EXTRA_HEADERS);
  return [
    ...keys.flatMap((key) => (key === undefined ? [] : spellings(key))),
    ...headers.filter((value) => value.length >= LEAST_HEADER_SECRET),
    ...temporalSecrets.flatMap((name) => source[name] ?? []),
  ];
}

/** @returns the client secrets of all merchants, stopped ones included. */
export function clientSecretsOf({ usable, stopped }: MerchantsFile): readonly string[] {
  return [...usable, ...stopped].flatMap(({ credentials }) => credentials?.clientSecret ?? []);
}

function spellings(key: Buffer): readonly string[] {
  return [key.toString('base64').replace(/=+$/, ''), key.toString('base64url'), key.toString('hex')];
}
