import type { Country, Terminal } from '../domain/terminal.js';
import type { GetnetClient } from './client.js';
import { findMissingTerminals } from './terminal-differences.js';
import type { TerminalDifference } from './terminal-differences.js';

/** Whose terminals are compared with Getnet's list. */
export interface TerminalOwner {
  readonly id: string;
  readonly country: Country;
  readonly terminals: readonly Terminal[];
}

/** What the comparison came to. Only a difference says that something is wrong with the merchants file. */
export type TerminalCheck =
  | { readonly kind: 'compared'; readonly differences: readonly TerminalDifference[] }
  | { readonly kind: 'not_offered' | 'unavailable'; readonly cause: string };

/** Compares a merchant's terminals with those Getnet lists for its credentials. Never throws. */
export async function checkTerminals(
  client: Pick<GetnetClient, 'terminals'>,
  { id, country, terminals }: TerminalOwner,
  timeoutMs: number,
): Promise<TerminalCheck> {
  const list = await client.terminals({ merchant: id, country, timeoutMs });
  if (list.kind !== 'listed') return list;
  return { kind: 'compared', differences: findMissingTerminals(terminals, list.triples) };
}
