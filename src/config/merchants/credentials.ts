import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MerchantsFault } from './merchants.faults.js';
import type { MerchantOutline } from './merchants.outline.js';

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
  const readValue = (name: keyof Credentials): string | undefined => {
    const { env, file } = getnet[name];
    if (env === undefined && file === undefined) return undefined;
    const secret = readSecret({ env, file }, source);
    if (secret.kind === 'read') return secret.value;
    faults.push({ entries: [at], text: `merchants[${at}].getnet.${name}: ${secret.why}` });
    return undefined;
  };
  const clientId = readValue('clientId');
  const clientSecret = readValue('clientSecret');
  const known = clientId !== undefined && clientSecret !== undefined;
  return { credentials: known ? { clientId, clientSecret } : undefined, faults };
}

/** Where secrets are found. */
export interface SecretSource {
  readonly variables: NodeJS.ProcessEnv;
  /** Files are relative to it: the folder of the merchants file. */
  readonly folder: string;
}

/** A secret, or why there is none. */
export type Secret =
  { readonly kind: 'read'; readonly value: string } | { readonly kind: 'missing'; readonly why: string };

/** Reads one secret by name of an environment variable or of a file; one trailing newline is dropped. */
export function readSecret(
  reference: { readonly env?: string | undefined; readonly file?: string | undefined },
  source: SecretSource,
): Secret {
  const { env, file } = reference;
  if (env !== undefined) return toSecret(source.variables[env], `the environment variable ${env} is not set`);
  if (file === undefined) return { kind: 'missing', why: 'names neither a variable nor a file' };
  const path = resolve(source.folder, file);
  try {
    return toSecret(readFileSync(path, 'utf8').replace(/\r?\n$/, ''), `the file ${path} is empty`);
  } catch (error) {
    return { kind: 'missing', why: `the file ${path} cannot be read (${readFailureCode(error)})` };
  }
}

function toSecret(value: string | undefined, why: string): Secret {
  return value === undefined || value.trim() === '' ? { kind: 'missing', why } : { kind: 'read', value };
}

/** For example `ENOENT`. */
export function readFailureCode(failure: unknown): string {
  const named = typeof failure === 'object' && failure !== null && 'code' in failure;
  return named ? String(failure.code) : 'unreadable';
}
