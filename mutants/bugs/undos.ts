import type { Mutant } from '../mutant.js';

/** What is given back. */
export const undos: readonly Mutant[] = [
  {
    name: 'undo-beside-an-open-one',
    breaks: ['I10'],
    why: 'A second return goes out while nobody knows how the first ended: together they may exceed the sale.',
    file: 'src/domain/undo.ts',
    find: "undos.find(({ state, customId }) => state === 'open' && customId !== claim.customId);",
    replace:
      "undos.find(({ state, customId, type }) => state === 'open' && type === 'void' && customId !== claim.customId);",
    caughtBy: {
      spec: 'test/domain/undo.spec.ts',
      test: 'whoever asks, in whatever order, with whatever ends: together never more than the sale, and at most one open',
    },
  },
  {
    name: 'undo-counted-as-asked',
    breaks: ['I10'],
    why: 'What Getnet really gave back is ignored, and what was asked for is counted.',
    file: 'src/domain/undo.ts',
    find: 'return returns.reduce((sum, undo) => sum + (findAmountGiven(undo)?.value ?? 0), 0);',
    replace: 'return returns.reduce((sum, undo) => sum + (undo.amount?.value ?? 0), 0);',
    caughtBy: {
      spec: 'test/domain/undos-by-number.spec.ts',
      test: 'a return gave back less than was asked for: the rest may still go back',
    },
  },
  {
    name: 'done-undo-forgotten',
    breaks: ['I10', 'I4'],
    why: 'A late report of a failure is written over an undo that is proven: the money may go back twice.',
    file: 'src/domain/undo-list.ts',
    find: "if (undo.customId !== customId || undo.state === 'done' || undo.state === state) return undo;",
    replace: 'if (undo.customId !== customId || undo.state === state) return undo;',
    caughtBy: {
      spec: 'test/domain/undo.spec.ts',
      test: 'what is done is never undone by a later telling',
    },
  },
  {
    name: 'void-after-the-batch-was-closed',
    breaks: ['I10'],
    why: 'The number of a sale means another one after a close, and the void takes that one back.',
    file: 'src/domain/terminal-chain.ts',
    find: "  if (accepted.type === 'close') return status === 'completed' || !isFinal(status);\n",
    replace: '',
    caughtBy: {
      spec: 'test/domain/terminal-chain.spec.ts',
      test: 'a close, or a sale with the same number, since: in the way; before the sale: not',
    },
  },
  {
    name: 'late-charge-undone-twice',
    breaks: ['I10'],
    why: 'The policy gives back a charge that the shop was told of, and that it gives back itself.',
    file: 'src/domain/late-result.ts',
    find: "    reported.moneyMoved === 'no' &&\n",
    replace: '',
    caughtBy: { spec: 'test/domain/late-result.spec.ts', test: 'a second charge' },
  },
  {
    name: 'undo-report-swallowed',
    breaks: ['I10'],
    why: 'Temporal answers a known update id without a look, so an undo that is back in a state that it was in before stays open for ever.',
    file: 'src/activities/undos.ts',
    find: 'return `${customId} ${state} ${workflowExecution?.runId}/${activityId}`;',
    replace: 'return `${customId} ${state} ${workflowExecution?.runId ?? activityId}`;',
    caughtBy: {
      spec: 'test/workflows/undo-doubts.spec.ts',
      test: 'the callback is disproved: the undo is remembered as failed again, and the next is granted',
    },
  },
  {
    name: 'undo-by-number-as-last-reported',
    breaks: ['I10'],
    why: 'An undo by the number of the terminal that was proven late is not seen, and the sale is given back a second time.',
    file: 'src/activities/undos.ts',
    find: 'const others = await completeUndos(deps, mergeUndos(sale, [], found.flat()));',
    replace: 'const others = mergeUndos(sale, [], found.flat());',
    caughtBy: {
      spec: 'test/workflows/undos-by-other-names.spec.ts',
      test: 'it is declined, and late news prove it: an undo by the id of the sale is not sent',
    },
  },
  {
    name: 'second-charge-only-a-warning',
    breaks: ['I5', 'operators'],
    why: 'The other charge of a sale that charged twice is in nobody’s list: once the sale is given back, the books say that nothing was paid.',
    file: 'src/workflows/transaction-state.ts',
    find: '    this.contradictions.push(...listOtherCharges(this.snapshot, lateCharges));\n',
    replace:
      '    if (lateCharges.length > 1) this.contradictions.push(...listOtherCharges(this.snapshot, lateCharges));\n',
    caughtBy: {
      spec: 'test/workflows/retry.spec.ts',
      test: 'attempt 2 is on its way when attempt 1 is proven to have charged: both are told, and the other one is late news, too',
    },
  },
];
