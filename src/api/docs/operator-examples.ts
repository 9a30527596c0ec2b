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

/** What operators are shown, and what they send. */
export const operatorExamples = {
  attention: { items: [unknownOutcome], nextCursor: null },
  settled,
  resolution: {
    verdict: 'declined',
    reason: 'The customer has no receipt.',
    evidence: 'Report of cl-till-1 of 15 January, 13:40',
    actor: 'Ana',
  },
  release: { reason: 'The terminal shows its home screen.' },
};
