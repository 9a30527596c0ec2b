import type { MerchantOutline } from './merchants.outline.js';
import type { MerchantsFault } from './merchants.faults.js';
import { readSecret } from './secrets.js';
import type { SecretSource } from './secrets.js';

/** What opens Getnet to a merchant. Secret: for the login alone. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A merchant's credentials, as far as they can be had. */
export interface CredentialsReading {
  readonly credentials: Credentials | undefined;
  readonly faults: readonly MerchantsFault[];
}

/** Reads what an entry names; a reference that names nothing is the schema's fault to report. @param at the entry's index. */
export function readCredentials(
  { getnet }: MerchantOutline,
  at: number,
  source: SecretSource,
): CredentialsReading {
  const faults: MerchantsFault[] = [];
  const valueOf = (name: keyof Credentials): string | undefined => {
    const { env, file } = getnet[name];
    if (env === undefined && file === undefined) return undefined;
    const secret = readSecret({ env, file }, source);
    if (secret.kind === 'read') return secret.value;
    faults.push({ entries: [at], text: `merchants[${at}].getnet.${name}: ${secret.why}` });
    return undefined;
  };
  const clientId = valueOf('clientId');
  const clientSecret = valueOf('clientSecret');
  const known = clientId !== undefined && clientSecret !== undefined;
  return { credentials: known ? { clientId, clientSecret } : undefined, faults };
}
