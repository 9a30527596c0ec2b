import type { Mutant } from '../mutant.js';

/** A decline that nobody said. */
const DECLINED = `{ kind: 'declined', result: { responseCode: null, responseMessage: null, authorizationCode: null, operationId: null, card: null, receipt: {} } }`;

/** How Getnet's words are read. */
export const answers: readonly Mutant[] = [
  {
    name: 'busy-text-too-wide',
    breaks: ['I2', 'I5'],
    why: 'Any text with “in progress” counts as busy, whatever else it says: “in progress, card read” would be tried again.',
    file: 'src/getnet/mapping/server-error.ts',
    find: '  if (!saysOnlyBusy(words)) return false;\n',
    replace: '',
    caughtBy: {
      spec: 'test/getnet/refusals.spec.ts',
      test: 'unknown, and never that nothing was sent',
    },
  },
  {
    name: 'refusal-that-names-a-number',
    breaks: ['I2', 'I5'],
    why: 'A refusal is believed although it names an `idPosTxs`, under which something may run.',
    file: 'src/getnet/mapping/dispatch-outcome.ts',
    find: '  if (idPosTxs.length > 0) return true;\n',
    replace: '',
    caughtBy: {
      spec: 'test/getnet/mapping.spec.ts',
      test: 'any refusal that names an idPosTxs: unknown with that id, because something may run under it',
    },
  },
  {
    name: 'late-refusal-believed',
    breaks: ['I2', 'I5'],
    why: 'A refusal counts a minute after the command was written, when the terminal may have finished it.',
    file: 'src/getnet/mapping/late-refusal.ts',
    find: 'export const REFUSAL_WITHIN_MS = 5_000;',
    replace: 'export const REFUSAL_WITHIN_MS = 60_000;',
    caughtBy: {
      spec: 'test/getnet/late-refusals.spec.ts',
      test: ' later than five seconds: nothing is sent again',
    },
  },
  {
    name: 'time-out-read-as-a-no',
    breaks: ['I5', 'I2'],
    why: 'A dispatch without a usable answer is filed with those that never connected.',
    file: 'src/domain/dispatch.ts',
    find: '  unknown: undefined,',
    replace: "  unknown: 'provider-unreachable',",
    caughtBy: { spec: 'test/domain/decisions.spec.ts', test: ': not sent because of ' },
  },
  {
    name: 'not-found-read-as-a-decline',
    breaks: ['I5'],
    why: 'Getnet does not know the number after the lifecycle, so “it cannot have been approved”.',
    file: 'src/domain/proof.ts',
    find: "    case 'pending':\n    case 'not_found':\n    case 'contradiction':",
    replace: [
      "    case 'not_found':",
      `      return isLifecycleOver ? { proof: ${DECLINED} } : undefined;`,
      "    case 'pending':",
      "    case 'contradiction':",
    ].join('\n'),
    caughtBy: { spec: 'test/domain/decisions.spec.ts', test: ', lifecycle over: ' },
  },
  {
    name: 'approved-without-a-code-at-once',
    breaks: ['I5'],
    why: 'A card sale with code 0 and no authorisation code counts at once; it may be an intermediate answer.',
    file: 'src/domain/proof.ts',
    find: 'return isLifecycleOver ? buildProvenOutcome(addCodeWarning(verdict)) : undefined;',
    replace: 'return buildProvenOutcome(addCodeWarning(verdict));',
    caughtBy: { spec: 'test/domain/decisions.spec.ts', test: ', lifecycle over: ' },
  },
  {
    name: 'amount-of-another-sale',
    breaks: ['I5'],
    why: 'Another amount passes for ours where the answer names our number alone, which may be an older sale’s.',
    file: 'src/getnet/mapping/verdict.ts',
    find: 'compareCharge(wire, ours, ours.named.customId && ours.named.idPosTxs)',
    replace: 'compareCharge(wire, ours, ours.named.customId || ours.named.idPosTxs)',
    caughtBy: {
      spec: 'test/getnet/approvals.spec.ts',
      test: 'our number alone, which may be an older sale’s',
    },
  },
  {
    name: 'number-of-a-callback-trusted',
    breaks: ['I6', 'I5'],
    why: 'A number that only a callback named is asked about, and an answer that does not name our `customId` counts.',
    file: 'src/getnet/mapping/verdict.ts',
    find: "  if (question.idFromCallback && !named.customId) return buildContradiction(['customId']);\n",
    replace: '',
    caughtBy: {
      spec: 'test/getnet/fixtures.spec.ts',
      test: ', asked with an id from a callback: only an answer with our customId counts',
    },
  },
  {
    name: 'early-result-without-a-number-counts',
    breaks: ['I5'],
    why: 'In async mode an acknowledgement with a code of its own is taken for the end, because there is no number to ask about.',
    file: 'src/getnet/send.ts',
    find: "  if (outcome.kind !== 'finished') return outcome;",
    replace: "  if (outcome.kind !== 'finished' || outcome.proof.idPosTxs === undefined) return outcome;",
    caughtBy: {
      spec: 'test/getnet/early-results.spec.ts',
      test: ', without a number: unknown, and never an end',
    },
  },
  {
    name: 'words-of-a-refusal-are-a-doubt',
    breaks: ['I5'],
    why: 'A firewall says 403 in words that could be a decline: every sale waits for a person.',
    file: 'src/getnet/mapping/words-of-doubt.ts',
    find: "return OF_AN_OPERATION.test(words.replace(OF_ACCESS, ' '));",
    replace: 'return isInDoubt(words);',
    caughtBy: {
      spec: 'test/getnet/http-refusals.spec.ts',
      test: ': refused, and not sent again',
    },
  },
  {
    name: 'answer-about-the-query-itself',
    breaks: ['I5'],
    why: 'The terminal is asked, and what it says of the question itself passes for what became of the sale.',
    file: 'src/getnet/mapping/device-verdict.ts',
    find: 'const ours = result.amount !== undefined && result.amount === question.amount;',
    replace: 'const ours = result.amount === undefined || result.amount === question.amount;',
    caughtBy: {
      spec: 'test/getnet/device-query.spec.ts',
      test: ' of the query itself, without our amount: no proof either way',
    },
  },
  {
    name: 'wire-unit-wrong',
    breaks: ['I5'],
    why: 'Pesos and centavos are mixed up: the customer in Argentina pays a hundredfold.',
    file: 'src/getnet/countries/ar/pack.ts',
    find: "      case 'pesos':\n        return 100;",
    replace: "      case 'pesos':\n        return 1;",
    caughtBy: {
      spec: 'test/getnet/amounts.spec.ts',
      test: 'every command that takes an amount, in every unit: it goes out exactly, or not at all',
    },
  },
];
