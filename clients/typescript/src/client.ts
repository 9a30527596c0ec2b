import { createEvents } from './events.js';
import { nameIntent } from './intent.js';
import type { KeyStore } from './key-store.js';
import type { StartedPayment } from './payment.js';
import { createRefunds } from './refunds.js';
import { createSales } from './sales.js';
import type { OperationBody } from './schemas.js';
import { readSettings } from './settings.js';
import type { ClientOptions, ReaderOptions } from './settings.js';
import { startOperation } from './start-operation.js';
import type { StartOptions } from './start-operation.js';
import { createTerminals } from './terminals.js';
import { createTransactions } from './transactions.js';

/** What reads: it keeps no keys. In a browser it reads through the server of the shop, for the service answers no other origin. */
export function createReader(options: ReaderOptions) {
  const settings = readSettings(options);
  const { get, waitUntilFinal } = createTransactions(settings);
  return {
    transactions: { get, waitUntilFinal },
    terminals: createTerminals(settings),
    events: createEvents(settings),
  };
}

/** An operation that is neither a sale nor a refund, such as closing the batch. */
export type OperationRequest = OperationBody & {
  /** Yours: the key is kept by it. */
  readonly requestId: string;
};

/** What a shop's backend uses. `keys` is no option: without them a crash could charge twice. */
export function createClient(options: ClientOptions & { readonly keys: KeyStore }) {
  const { keys } = options;
  const settings = readSettings(options);
  const transactions = createTransactions(settings);
  const terminals = createTerminals(settings);
  return {
    sales: createSales({ settings, keys, transactions }),
    refunds: createRefunds({ settings, keys, transactions, terminals }),
    operations: {
      /** @throws ServiceProblem what the service said; OutcomeUnknown when nobody said anything in time. */
      create: (request: OperationRequest, how: StartOptions = {}): Promise<StartedPayment> => {
        const { requestId, ...body } = request;
        const intent = nameIntent('operation', requestId);
        return startOperation({ settings, keys, intent, body: body as OperationBody, options: how });
      },
    },
    transactions,
    terminals,
    events: createEvents(settings),
  };
}
