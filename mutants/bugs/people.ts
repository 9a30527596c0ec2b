import type { Mutant } from '../mutant.js';

/** What a person may say. */
export const people: readonly Mutant[] = [
  {
    name: 'person-against-evidence',
    breaks: ['I5', 'operators'],
    why: 'An operator may say that nothing was charged although a callback claims an approval that nobody disproved.',
    file: 'src/domain/resolution-refusals.ts',
    find: '  if (isClaimedApproved) return contradict(`A callback of Getnet claims an approval, ${says}.`);\n',
    replace: '',
    caughtBy: { spec: 'test/domain/resolution.spec.ts', test: 'a callback claims an approval' },
  },
  {
    name: 'person-while-the-terminal-works',
    breaks: ['I5', 'operators'],
    why: 'A person says that nothing was charged while the customer may still pay.',
    file: 'src/domain/resolution-refusals.ts',
    find: '  if (nowMs >= liveUntilMs) return undefined;',
    replace: '  if (nowMs >= liveUntilMs - 300_000) return undefined;',
    caughtBy: { spec: 'test/domain/resolution.spec.ts', test: 'the terminal may still work on it' },
  },
  {
    name: 'one-person-above-the-limit',
    breaks: ['operators'],
    why: 'The limit is read in whole units and the amount in minor ones: a second operator is never asked for.',
    file: 'src/domain/resolution.ts',
    find: 'amount.value > above.value\n',
    replace: 'amount.value > above.value * 100\n',
    caughtBy: { spec: 'test/domain/resolution.spec.ts', test: ' with the limit ' },
  },
  {
    name: 'second-person-is-the-first',
    breaks: ['operators'],
    why: 'Whoever proposed a verdict about late news confirms it as well.',
    file: 'src/domain/late-decision.ts',
    find: 'const isSecond = proposal !== undefined && proposal.actor !== resolution.actor;',
    replace: 'const isSecond = proposal !== undefined;',
    caughtBy: {
      spec: 'test/domain/late-decision.spec.ts',
      test: 'above the limit: a proposal that the same person cannot join, and that lapses',
    },
  },
  {
    name: 'terminal-freed-on-a-person-s-word',
    breaks: ['I7', 'I1'],
    why: 'A person settles a sale, and its terminal is given to the next one although nothing proves that it is done.',
    file: 'src/domain/release.ts',
    find: "  if (outcome.evidence === 'operator')\n",
    replace: "  if (outcome.evidence === 'operator' && status === 'not_sent')\n",
    caughtBy: { spec: 'test/domain/release.spec.ts', test: 'a person settled its holder' },
  },
  {
    name: 'line-of-another-batch-proposed',
    breaks: ['operators', 'I5'],
    why: 'The batch was closed between a sale and the report, which lists another batch: its line is another sale’s.',
    file: 'src/domain/report-proposals.ts',
    find: "  if (isBatchClosedSince(sale, past)) return 'batch_closed';\n",
    replace: '',
    caughtBy: {
      spec: 'test/domain/report-proposals.spec.ts',
      test: 'an Argentine shift ended in between: none',
    },
  },
  {
    name: 'line-of-an-open-undo-proposed',
    breaks: ['operators', 'I5'],
    why: 'A void of unknown outcome may own the line that is proposed as the sale’s.',
    file: 'src/domain/report-line-owners.ts',
    find: "if (isUndo(type)) return other.outcome.moneyMoved !== 'no';",
    replace: "if (isUndo(type)) return other.outcome.moneyMoved === 'yes';",
    caughtBy: {
      spec: 'test/domain/report-proposals.spec.ts',
      test: 'a void of unknown outcome by numbers alone, so that its amount is not known: none',
    },
  },
];
