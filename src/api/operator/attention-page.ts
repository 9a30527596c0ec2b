import { z } from 'zod';
import { problem } from '../problems/problem.js';

const LONGEST_PAGE = 100;
const USUAL_PAGE = 50;
/** So many are read at a time. */
const AT_A_TIME = 10;

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  readonly after: Position | undefined;
}

/** The last one that was looked at: the list goes on behind it. */
export interface Position {
  /** Epoch ms: what the list is sorted by. */
  readonly startedAtMs: number;
  /** Tells cases of the same moment apart. */
  readonly key: string;
}

/** Something that may wait for a person. */
export interface Candidate<Item> extends Position {
  /** Undefined for what waits for nobody. */
  readonly read: () => Promise<Item | undefined>;
}

/** One page of a list. */
export interface AttentionPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const position = z.tuple([z.int(), z.string()]);

/** @throws Problem `invalid-request` */
export function readPage({
  limit,
  cursor,
}: {
  readonly limit?: unknown;
  readonly cursor?: unknown;
}): PageRequest {
  const size = limit === undefined ? USUAL_PAGE : Number(limit);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const errors = [
    ...(Number.isInteger(size) && size >= 1 && size <= LONGEST_PAGE
      ? []
      : [{ field: 'limit', message: `must be a whole number from 1 to ${LONGEST_PAGE}` }]),
    ...(cursor === undefined || after
      ? []
      : [{ field: 'cursor', message: 'must be the nextCursor of a page before' }]),
  ];
  if (errors.length === 0) return { limit: size, after };
  throw problem('invalid-request', 'The query has faults, named in "errors". Nothing was read.', { errors });
}

function readCursor(cursor: unknown): Position | undefined {
  try {
    const parsed = position.parse(JSON.parse(Buffer.from(String(cursor), 'base64url').toString('utf8')));
    return { startedAtMs: parsed[0], key: parsed[1] };
  } catch {
    return undefined;
  }
}

/** Reads candidates until the page is full. @param possible in whatever order. */
export async function takePage<Item>(
  possible: readonly Candidate<Item>[],
  { limit, after }: PageRequest,
): Promise<AttentionPage<Item>> {
  const left = possible.filter((one) => after === undefined || comparePositions(one, after) > 0);
  left.sort(comparePositions);
  const items: Item[] = [];
  for (let from = 0; from < left.length; from += AT_A_TIME) {
    const some = left.slice(from, from + AT_A_TIME);
    for (const [place, item] of (await Promise.all(some.map(({ read }) => read()))).entries()) {
      if (item !== undefined) items.push(item);
      const last = some[place];
      if (items.length === limit && last !== undefined && last !== left.at(-1))
        return { items, nextCursor: writeCursor(last) };
      if (items.length === limit) return { items, nextCursor: null };
    }
  }
  return { items, nextCursor: null };
}

function comparePositions(one: Position, other: Position): number {
  return one.startedAtMs - other.startedAtMs || one.key.localeCompare(other.key);
}

function writeCursor({ startedAtMs, key }: Position): string {
  return Buffer.from(JSON.stringify([startedAtMs, key]), 'utf8').toString('base64url');
}
