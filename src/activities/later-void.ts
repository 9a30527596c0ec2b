import type { Snapshot } from '../domain/snapshot.js';
import type { Undo } from '../domain/undo.js';
import { mayConcernOwnSale } from '../domain/undos-by-number.js';
import { listLaterVoidNames, toOwnSale } from '../getnet/countries/sale-numbers.js';
import type { Dependencies } from './dependencies.js';
import { completeUndos, readUndos } from './undos.js';

/**
 * A charge that came to light late is no approved sale of ours, so that its number on the terminal is not recognised: a shop may
 * have voided it by that on any later day.
 *
 * @returns the void that gave it back, or may have; undefined where none did. By then the number may also have been another sale's.
 */
export async function findLaterVoid(deps: Dependencies, charge: Snapshot): Promise<Undo | undefined> {
  const own = toOwnSale(charge);
  const isPossible = (undo: Undo) => mayConcernOwnSale(own, undo) && !isOfLaterBatch(undo, charge);
  const found = await Promise.all(listLaterVoidNames(charge).map((name) => readUndos(deps, name)));
  const undos = await completeUndos(deps, found.flat().filter(isPossible));
  return undos.find(({ state }) => state === 'done') ?? undos.find(({ state }) => state === 'open');
}

/** Its terminal was closed between the two. */
function isOfLaterBatch({ batchSince }: Undo, { finalAt, accepted }: Snapshot): boolean {
  return batchSince !== undefined && Date.parse(batchSince) > Date.parse(finalAt ?? accepted.createdAt);
}
