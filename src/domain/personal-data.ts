import type { Options } from './transaction.js';

/**
 * Options that say who somebody is, by Getnet's names: the tax id of an identity check, and the lines of a document to
 * print, which may hold names and tax ids. The terminal needs them once; nothing that is kept needs them.
 */
export const personalOptions = ['rutToValidate', 'details'] as const;

export type PersonalOption = (typeof personalOptions)[number];

const personal: ReadonlySet<string> = new Set(personalOptions);

/**
 * What may be kept of a command's options once it was sent: in memos, snapshots and results.
 *
 * Personal options are dropped and not hashed: there are some thirty million tax ids, so a hash is undone by trying all.
 */
export function withoutPersonalData(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !personal.has(name)));
}
