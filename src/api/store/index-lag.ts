/** How far Temporal’s index may lag behind: what was accepted so long ago is in it, running or ended. */
export const INDEX_LAG_MS = 10_000;
