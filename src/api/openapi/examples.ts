const at = (second: string) => `2026-01-15T13:30:${second}Z`;

const inProgress = {
  id: 'tx_3kTq8ZpW0aBcD1eFgH2',
  type: 'sale',
  status: 'in_progress',
  terminalId: 'cl-till-1',
  reference: 'ORD-1001',
  amount: { value: 5990, currency: 'CLP' },
  idPosTxs: '900001',
  createdAt: at('41.120'),
  finalAt: null,
  outcome: { moneyMoved: 'unknown' },
  card: null,
  authorizationCode: null,
  operationId: null,
  receipt: {},
  attempt: 1,
  states: [
    { n: 1, at: at('41.120'), status: 'dispatching' },
    { n: 2, at: at('41.402'), status: 'in_progress' },
  ],
  evidence: [
    { at: at('41.402'), source: 'dispatch', says: 'acknowledged as 900001', times: 1, lastAt: at('41.402') },
  ],
  links: { self: '/v1/transactions/tx_3kTq8ZpW0aBcD1eFgH2' },
};

const approved = {
  ...inProgress,
  status: 'approved',
  finalAt: at('58.004'),
  outcome: { moneyMoved: 'yes', evidence: 'status_query', responseCode: 0, responseMessage: 'Aprobado' },
  card: { brand: 'MC', type: 'CR', last4: '1234' },
  authorizationCode: '012345',
  operationId: 42,
  states: [...inProgress.states, { n: 3, at: at('58.004'), status: 'approved' }],
};

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
  states: [...inProgress.states, { n: 3, at: at('58.004'), status: 'declined' }],
};

const notSent = {
  ...inProgress,
  status: 'not_sent',
  idPosTxs: null,
  finalAt: at('41.402'),
  outcome: { moneyMoved: 'no', reason: 'terminal-offline', detail: 'C2C SERVICE NOT RESPONDING' },
  states: [inProgress.states[0], { n: 2, at: at('41.402'), status: 'not_sent' }],
  evidence: [
    {
      at: at('41.402'),
      source: 'dispatch',
      says: 'refused: terminal_offline',
      times: 1,
      lastAt: at('41.402'),
    },
  ],
};

/** Transactions in the states an integrator meets. */
export const transactionExamples = { inProgress, approved, declined, notSent };

/** Requests that start a sale. */
export const saleExamples = {
  'Chile, card': {
    type: 'sale',
    terminalId: 'cl-till-1',
    amount: { value: 5990, currency: 'CLP' },
    reference: 'ORD-1001',
    onBusy: 'reject',
    options: { ticketNumber: '5001', saleType: 1, printOnPos: true },
  },
  'Argentina, QR': {
    type: 'sale',
    terminalId: 'ar-till-1',
    amount: { value: 120000, currency: 'ARS' },
    options: { saleType: 1 },
  },
};

const busy = {
  id: 'cl-till-1',
  country: 'CL',
  state: 'busy',
  holder: 'tx_3kTq8ZpW0aBcD1eFgH2',
  since: at('41.201'),
  busyUntil: '2026-01-15T13:36:49.620Z',
  mode: 'async',
  capabilities: ['sale'],
  lastOperation: {
    transactionId: 'tx_3kTq8ZpW0aBcD1eFgH2',
    type: 'sale',
    status: 'dispatching',
    createdAt: at('41.190'),
  },
};

const free = {
  ...busy,
  id: 'cl-till-2',
  state: 'free',
  holder: null,
  since: null,
  busyUntil: null,
  lastOperation: null,
};

/** Terminals in both states. */
export const terminalExamples = { busy, free };
