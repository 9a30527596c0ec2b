const atSecond = (second: string) => `2026-01-15T13:30:${second}Z`;

/** A piece of evidence that was learned once. */
const buildEvidence = (second: string, source: string, says: string) => ({
  at: atSecond(second),
  source,
  says,
  times: 1,
  lastAt: atSecond(second),
});

function buildLinks(id: string) {
  return { self: `/v1/transactions/${id}`, events: `/v1/transactions/${id}/events` };
}

const inProgress = {
  id: 'tx_3kTq8ZpW0aBcD1eFgH2',
  type: 'sale',
  status: 'in_progress',
  terminalId: 'cl-till-1',
  reference: 'ORD-1001',
  amount: { value: 5990, currency: 'CLP' },
  idPosTxs: '900001',
  createdAt: atSecond('41.120'),
  finalAt: null,
  queue: null,
  outcome: {
    moneyMoved: 'unknown',
    nextCheckAt: '2026-01-15T13:32:15.902Z',
    answerLatestBy: '2026-01-15T13:45:41.120Z',
  },
  card: null,
  authorizationCode: null,
  operationId: null,
  receipt: {},
  report: null,
  undoes: null,
  undos: [],
  undo: null,
  returned: null,
  confirmation: null,
  confirmBy: null,
  reversal: null,
  late: null,
  attempt: 1,
  states: [
    { n: 1, at: atSecond('41.120'), status: 'dispatching' },
    { n: 2, at: atSecond('41.402'), status: 'in_progress' },
  ],
  evidence: [buildEvidence('41.402', 'dispatch', 'acknowledged as 900001')],
  links: buildLinks('tx_3kTq8ZpW0aBcD1eFgH2'),
};

const cancelRequested = {
  ...inProgress,
  id: 'tx_9Rb5LmXe2UoYk8JwNs3',
  status: 'cancel_requested',
  terminalId: 'ar-till-1',
  reference: 'ORD-2003',
  amount: { value: 120000, currency: 'ARS' },
  states: [...inProgress.states, { n: 3, at: atSecond('47.650'), status: 'cancel_requested' }],
  evidence: [...inProgress.evidence, buildEvidence('47.650', 'cancel', 'requested by API key till-backend')],
  links: buildLinks('tx_9Rb5LmXe2UoYk8JwNs3'),
};

const approved = {
  ...inProgress,
  status: 'approved',
  finalAt: atSecond('58.004'),
  outcome: { moneyMoved: 'yes', evidence: 'status_query', responseCode: 0, responseMessage: 'Aprobado' },
  card: { brand: 'MC', type: 'CR', last4: '1234' },
  authorizationCode: '012345',
  operationId: 42,
  states: [...inProgress.states, { n: 3, at: atSecond('58.004'), status: 'approved' }],
};

const confirmed = { ...approved, confirmation: 'confirmed', confirmBy: atSecond('59.904') };

const declined = {
  ...approved,
  status: 'declined',
  outcome: {
    moneyMoved: 'no',
    evidence: 'status_query',
    responseCode: 1006,
    responseMessage: 'Tiempo de espera excedido',
  },
  card: null,
  authorizationCode: null,
  operationId: null,
  states: [...inProgress.states, { n: 3, at: atSecond('58.004'), status: 'declined' }],
};

/** It was sent with `onBusy: "wait"`, and two others are served before it. */
const queued = {
  ...inProgress,
  status: 'queued',
  idPosTxs: null,
  queue: { position: 2, ahead: 2, expectedBy: '2026-01-15T13:31:28.000Z' },
  outcome: { moneyMoved: 'no' },
  states: [inProgress.states[0], { n: 2, at: atSecond('41.161'), status: 'queued' }],
  evidence: [],
};

const notSent = {
  ...inProgress,
  status: 'not_sent',
  idPosTxs: null,
  finalAt: atSecond('41.402'),
  outcome: { moneyMoved: 'no', reason: 'terminal-offline', detail: 'C2C SERVICE NOT RESPONDING' },
  states: [inProgress.states[0], { n: 2, at: atSecond('41.402'), status: 'not_sent' }],
  evidence: [buildEvidence('41.402', 'dispatch', 'refused: terminal_offline')],
};

/** Called off while its key could try again. */
const cancelled = {
  ...notSent,
  outcome: { moneyMoved: 'no', reason: 'cancelled', detail: 'it had not been sent: terminal-offline' },
  evidence: [...notSent.evidence, buildEvidence('47.650', 'cancel', 'requested by API key till-backend')],
};

/** Getnet had refused it, and called back about it all the same. */
const chargedAfterRefusal = {
  ...approved,
  outcome: { ...approved.outcome, warning: 'reported-not-sent-before' },
  states: [
    ...notSent.states,
    { n: 3, at: atSecond('57.910'), status: 'verifying' },
    { n: 4, at: atSecond('58.004'), status: 'approved' },
  ],
  evidence: [
    ...notSent.evidence,
    buildEvidence('57.910', 'callback', 'claims approved for 900001'),
    buildEvidence('58.004', 'status_query', 'approved'),
  ],
};

/** A prepaid card paid less than was asked for. */
const partlyCharged = {
  ...approved,
  outcome: {
    ...approved.outcome,
    warning:
      'Getnet says that CLP 3,000 were charged; CLP 5,990 were asked for. Collect the rest in another way, or undo the sale.',
    amountCharged: { value: 3000, currency: 'CLP' },
  },
};

const undo = 'tx_7Wm2RtY9sLxC4vBn6Qd';

const reversed = {
  ...approved,
  status: 'reversed',
  outcome: { ...approved.outcome, moneyMoved: 'no' },
  undos: [
    {
      transactionId: undo,
      type: 'void',
      status: 'done',
      amount: approved.amount,
      since: '2026-01-15T13:41:02.310Z',
      endedAt: '2026-01-15T13:41:09.771Z',
    },
  ],
  undo: { transactionId: undo },
};

const completed = {
  ...inProgress,
  type: 'poll',
  status: 'completed',
  reference: null,
  amount: null,
  finalAt: atSecond('43.007'),
  outcome: { moneyMoved: 'no', evidence: 'status_query', responseCode: 0, responseMessage: 'Aprobado' },
  report: { sales: null, cut: false, raw: {} },
  states: [...inProgress.states, { n: 3, at: atSecond('43.007'), status: 'completed' }],
};

/** Transactions in the states an integrator meets. */
export const transactionExamples = {
  queued,
  inProgress,
  cancelRequested,
  approved,
  confirmed,
  partlyCharged,
  declined,
  notSent,
  cancelled,
  chargedAfterRefusal,
  reversed,
  completed,
};
