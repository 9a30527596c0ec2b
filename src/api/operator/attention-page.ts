import { z } from 'zod';
import { pageQuery, readQuery, writeCursor } from '../http/query-fields.js';

const READ_AT_A_TIME = 10;

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  readonly after: Position | undefined;
}

/** The last one that was looked at: the list goes on behind it. */
export interface Position {
  /** What the list is sorted by. */
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

const attentionQuery = pageQuery((cursor): Position => {
  const [startedAtMs, key] = position.parse(cursor);
  return { startedAtMs, key };
});

/** @throws Problem `invalid-request` */
export function readPage(query: unknown): PageRequest {
  const { limit, cursor: after } = readQuery(attentionQuery, query);
  return { limit, after };
}

/** Reads candidates until the page is full. @param possible in whatever order. */
export async function cutPage<Item>(
  possible: readonly Candidate<Item>[],
  { limit, after }: PageRequest,
): Promise<AttentionPage<Item>> {
  const left = possible.filter((one) => after === undefined || comparePositions(one, after) > 0);
  left.sort(comparePositions);
  const items: Item[] = [];
  for (let from = 0; from < left.length; from += READ_AT_A_TIME) {
    const some = left.slice(from, from + READ_AT_A_TIME);
    for (const [place, item] of (await Promise.all(some.map(({ read }) => read()))).entries()) {
      if (item !== undefined) items.push(item);
      const last = some[place];
      if (items.length === limit && last !== undefined && last !== left.at(-1))
        return { items, nextCursor: writeCursor([last.startedAtMs, last.key]) };
      if (items.length === limit) return { items, nextCursor: null };
    }
  }
  return { items, nextCursor: null };
}

function comparePositions(one: Position, other: Position): number {
  return one.startedAtMs - other.startedAtMs || one.key.localeCompare(other.key);
}
