import { listCapabilities } from '../../getnet/countries/countries.js';

const busy = {
  id: 'cl-till-1',
  country: 'CL',
  currency: 'CLP',
  state: 'busy',
  holder: 'tx_3kTq8ZpW0aBcD1eFgH2',
  since: '2026-01-15T13:30:41.201Z',
  busyUntil: '2026-01-15T13:36:49.620Z',
  quarantined: false,
  mode: 'async',
  capabilities: listCapabilities('CL'),
  lastOperation: {
    transactionId: 'tx_3kTq8ZpW0aBcD1eFgH2',
    type: 'sale',
    status: 'dispatching',
    createdAt: '2026-01-15T13:30:41.190Z',
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
