import { countLines } from '../../domain/reconciliation-lines.js';
import { transactionExamples } from './examples.js';

const { approved } = transactionExamples;
const id = `rc_${approved.id.slice('tx_'.length)}`;

const ours = {
  status: approved.status,
  amount: approved.amount,
  authorizationCode: approved.authorizationCode,
  createdAt: approved.createdAt,
};
const theirs = {
  amount: approved.amount,
  authorizationCode: approved.authorizationCode,
  card: approved.card,
  accountingDate: '2026-01-15 10:30:57',
  realDate: '2026-01-15 10:30:57',
};

const equal = {
  class: 'equal',
  transactionId: approved.id,
  operationId: approved.operationId,
  ours,
  theirs,
  matchedBy: 'numbers',
  settled: null,
} as const;

const foreign = {
  class: 'foreign',
  transactionId: null,
  operationId: 43,
  ours: null,
  theirs: { ...theirs, amount: { value: 2500, currency: 'CLP' }, authorizationCode: '012346' },
  matchedBy: null,
  settled: null,
} as const;

const running = {
  id,
  status: 'running',
  terminalId: approved.terminalId,
  reason: null,
  createdAt: '2026-01-15T23:30:00.000Z',
  comparedAt: null,
  batch: null,
  counts: null,
  closing: null,
  lines: [],
  links: { self: `/v1/reconciliations/${id}`, report: `/v1/transactions/tx_${id.slice('rc_'.length)}` },
} as const;

const lines = [foreign, equal];

const different = {
  ...running,
  status: 'different',
  comparedAt: '2026-01-15T23:30:04.310Z',
  batch: { since: '2026-01-15', until: '2026-01-15T23:30:04.120Z', closedBy: null },
  counts: countLines(lines),
  lines,
};

/** A reconciliation that has begun, and one that found a sale which was taken by hand. */
export const reconciliationExamples = { running, different };
