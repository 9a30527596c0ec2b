import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from './read-failure.js';

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
  if (env !== undefined) return found(source.variables[env], `the environment variable ${env} is not set`);
  if (file === undefined) return { kind: 'missing', why: 'names neither a variable nor a file' };
  const path = resolve(source.folder, file);
  try {
    return found(readFileSync(path, 'utf8').replace(/\r?\n$/, ''), `the file ${path} is empty`);
  } catch (error) {
    return { kind: 'missing', why: `the file ${path} cannot be read (${reasonOf(error)})` };
  }
}

function found(value: string | undefined, why: string): Secret {
  return value === undefined || value.trim() === '' ? { kind: 'missing', why } : { kind: 'read', value };
}
