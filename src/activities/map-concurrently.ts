/** Runs the work for every item, at most `lanes` at a time. The results keep the order of the items. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = [...items.entries()].values();
  const workUntilNoneLeft = async () => {
    for (const [place, item] of queue) results[place] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, workUntilNoneLeft));
  return results;
}
