import original from 'fast-check';

export * from 'fast-check';

const FEW = 300;

/** Whether the test that runs is content with a few cases: some count what they have seen. */
export const cases = { areFew: true };

/** The same cases for every change, and the first that fails is enough: the smallest one is of no use here. */
function assert(property, { numRuns = 100, ...others } = {}) {
  const runs = cases.areFew ? Math.min(numRuns, FEW) : numRuns;
  return original.assert(property, { ...others, numRuns: runs, seed: 186, endOnFailure: true });
}

export { assert };
export default { ...original, assert };
