import { attentionTexts } from '../../domain/attention.js';
import { transactionExamples } from './examples.js';

const { inProgress } = transactionExamples;

const waitingSince = '2026-01-15T13:45:41.120Z';
const outcome = {
  moneyMoved: 'unknown',
  detail:
    'Getnet’s number for this command was never learned: look the sale up at the terminal by its amount and time.',
};
const lost = { ...inProgress.evidence[0], says: 'unknown: the connection was reset' };

const needsAttention = {
  ...inProgress,
  status: 'needs_attention',
  idPosTxs: null,
  outcome,
  states: [...inProgress.states, { n: 3, at: waitingSince, status: 'needs_attention' }],
  evidence: [lost],
};

const unknownOutcome = {
  transaction: needsAttention,
  terminalId: needsAttention.terminalId,
  reason: 'unknown_outcome',
  since: waitingSince,
  age: 840,
  evidence: [lost],
  proposals: [
    {
      verdict: 'approved',
      report: { transactionId: 'tx_8Lwi8d512fMkJ7v03Nb', type: 'details', at: '2026-01-15T13:52:07.310Z' },
      line: {
        amount: inProgress.amount,
        at: '2026-01-15 10:30:45',
        operationId: 42,
        authorizationCode: '012345',
        ticket: null,
        card: { brand: 'MC', last4: '1234' },
      },
      matchedBy: ['amount', 'time'],
      alsoFits: [],
    },
  ],
  proposalsNote: null,
  nextStep: attentionTexts.unknown_outcome.nextStep,
  acts: [
    { act: 'resolve_approved', allowed: true, why: null },
    { act: 'resolve_declined', allowed: true, why: null },
    { act: 'resolve_not_sent', allowed: true, why: null },
    { act: 'release_terminal', allowed: true, why: null },
  ],
};

const saidAt = '2026-01-15T13:59:41.004Z';
const said = {
  at: saidAt,
  source: 'operator',
  says: 'Ana (support) says declined: The customer has no receipt. (Report of cl-till-1 of 15 January, 13:40)',
  times: 1,
  lastAt: saidAt,
};

const settled = {
  ...needsAttention,
  status: 'declined',
  finalAt: saidAt,
  outcome: { moneyMoved: 'no', evidence: 'operator' },
  states: [...needsAttention.states, { n: 4, at: saidAt, status: 'declined' }],
  evidence: [lost, said],
};

const quarantined = {
  transaction: null,
  terminalId: 'cl-till-2',
  reason: 'quarantined',
  since: '2026-01-15T13:52:10.310Z',
  age: 451,
  evidence: [
    ['2026-01-15T13:31:40.902Z', 'tx_5mNw2XqYb1CdE3fGhJ4'],
    ['2026-01-15T13:40:02.115Z', 'tx_6pQr3ZsTc2DeF4gHjK5'],
    ['2026-01-15T13:52:10.117Z', 'tx_7rSt4AuVd3EfG5hJkL6'],
  ].map(([at, id]) => ({
    at,
    source: 'transaction',
    says: `the outcome of ${id} stayed unknown`,
    times: 1,
    lastAt: at,
  })),
  proposals: [],
  proposalsNote: null,
  nextStep: attentionTexts.quarantined.nextStep,
  acts: [{ act: 'release_terminal', allowed: true, why: null }],
};

/** What operators are shown, and what they send. */
export const operatorExamples = {
  attention: { items: [unknownOutcome, quarantined], nextCursor: null },
  settled,
  resolution: {
    verdict: 'declined',
    reason: 'The customer has no receipt.',
    evidence: 'Report of cl-till-1 of 15 January, 13:40',
    actor: 'Ana',
  },
  release: { reason: 'The terminal shows its home screen.' },
};
