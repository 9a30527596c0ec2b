import type { Country, Terminal } from '../domain/terminal.js';
import type { GetnetClient } from './client.js';
import type { WireTriple } from './wire/terminal-list.js';

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

/** A terminal of ours that Getnet does not list. */
interface TerminalDifference {
  readonly terminal: Terminal;
  /** What was meant, in all likelihood; undefined where Getnet lists none. */
  readonly nearest?: WireTriple;
}

const fields = ['idTerminal', 'idSucursal', 'serialNumber'] as const;

/** The terminals of ours that Getnet does not list. Other terminals in its list are no fault. */
export function findMissingTerminals(
  ours: readonly Terminal[],
  listed: readonly WireTriple[],
): readonly TerminalDifference[] {
  const known = new Set(listed.map(toComparisonKey));
  const used = new Set(ours.map(toComparisonKey));
  const unused = listed.filter((triple) => !used.has(toComparisonKey(triple)));
  const candidates = unused.length > 0 ? unused : listed;
  return ours
    .filter((terminal) => !known.has(toComparisonKey(terminal)))
    .map((terminal) => ({ terminal, ...findNearest(candidates, terminal) }));
}

/** One line for whoever keeps the merchants file. */
export function describeDifference({ terminal, nearest }: TerminalDifference): string {
  const missing = `terminal ${terminal.id} (${describeTriple(terminal)}): Getnet does not list it`;
  if (nearest === undefined) return `${missing}; it lists none for these credentials`;
  const differing = fields.filter((field) => normalizeId(terminal[field]) !== normalizeId(nearest[field]));
  return `${missing}; the nearest it lists has another ${differing.join(' and ')}: ${describeTriple(nearest)}`;
}

function describeTriple(triple: WireTriple): string {
  return fields.map((field) => `${field} ${triple[field]}`).join(', ');
}

function findNearest(listed: readonly WireTriple[], terminal: Terminal): Pick<TerminalDifference, 'nearest'> {
  const [nearest] = listed
    .map((triple) => ({ triple, distance: measureDistance(triple, terminal) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest ? { nearest: nearest.triple } : {};
}

function toComparisonKey(triple: WireTriple): string {
  return JSON.stringify(fields.map((field) => normalizeId(triple[field])));
}

/** A branch goes out as a number or as a zero-padded text (contract §4.0, §14.6). */
function normalizeId(id: string): string {
  return id
    .trim()
    .toUpperCase()
    .replace(/^0+(?=.)/, '');
}

function measureDistance(one: WireTriple, other: WireTriple): number {
  const distances = fields.map((field) => {
    const pair = [normalizeId(one[field]), normalizeId(other[field])] as const;
    return countEdits(...pair) / Math.max(1, ...pair.map(({ length }) => length));
  });
  return distances.reduce((sum, distance) => sum + distance, 0);
}

/** How many characters have to be added, removed or replaced (Levenshtein). */
function countEdits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 1; at < row.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
