import { transactionExamples } from './examples.js';

const { id: transactionId } = transactionExamples.inProgress;

const delivered = {
  id: 'wd_main_17',
  endpoint: 'main',
  type: 'transaction.approved',
  transactionId,
  sequence: 17,
  state: 'delivered',
  attempts: [
    { at: '2026-01-15T13:30:58.110Z', status: 503, cause: 'the receiver answered 503' },
    { at: '2026-01-15T13:31:03.302Z', status: 204, cause: null },
  ],
};

const redelivered = { ...delivered, state: 'pending' };

const test = {
  id: 'wd_main_18',
  endpoint: 'main',
  type: 'webhook.test',
  transactionId: null,
  sequence: 18,
  state: 'pending',
  attempts: [],
};

/** What endpoints were sent. */
export const webhookExamples = {
  deliveries: { items: [delivered], nextCursor: null },
  redelivered,
  tests: { ...test, items: [test], nextCursor: null },
};
