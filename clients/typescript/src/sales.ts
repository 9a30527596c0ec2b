import { NewKeyRefused } from './errors.js';
import type { ServiceProblem } from './errors.js';
import { nameIntent, renewIntent } from './intent.js';
import type { KeyStore } from './key-store.js';
import type { StartedPayment } from './payment.js';
import { isProvenUncharged } from './schemas.js';
import type { SaleBody, Transaction } from './schemas.js';
import { startOperation } from './start-operation.js';
import type { StartOptions } from './start-operation.js';
import type { Settings } from './settings.js';
import type { Transactions } from './transactions.js';

type WithoutType<Body> = Body extends SaleBody ? Omit<Body, 'type'> & Partial<Pick<Body, 'type'>> : never;

/** A sale of an order. The same order is the same sale: say the same of it each time. */
export type SaleRequest = WithoutType<SaleBody> & {
  /** Yours. The key is kept by it, and it is the `reference` unless you give another one. */
  readonly orderId: string;
};

/** What the parts of the client share. */
export interface Parts {
  readonly settings: Settings;
  readonly keys: KeyStore;
  readonly transactions: Transactions;
}

/** Charging customers. */
export function createSales({ settings, keys, transactions }: Parts) {
  const create = (
    { orderId, ...terms }: SaleRequest,
    options: StartOptions = {},
  ): Promise<StartedPayment> => {
    const body = { type: 'sale', reference: orderId, ...terms } as SaleBody;
    return startOperation({ settings, keys, intent: nameIntent('sale', orderId), body, options });
  };
  return {
    /**
     * Charges an order, once, however often it is called. After a crash, a time-out or `OutcomeUnknown` call it again with the same
     * order: it finds out what became of the first call.
     *
     * @throws ServiceProblem what the service said; OutcomeUnknown when nobody said anything in time.
     */
    create,
    /**
     * Charges an order anew, with a new key: the card was declined and the customer has another one, or the service asked for a
     * new key.
     *
     * @param after what the last call came to. @throws NewKeyRefused unless the service says now that it charged nobody.
     */
    async createWithNewKey(
      request: SaleRequest,
      after: StartedPayment | ServiceProblem,
      options: StartOptions = {},
    ): Promise<StartedPayment> {
      const key = await requireUncharged(after, transactions, options.signal);
      await renewIntent(keys, nameIntent('sale', request.orderId), key);
      return create(request, options);
    },
    waitUntilFinal: transactions.waitUntilFinal,
    confirm: transactions.confirm,
    cancel: transactions.cancel,
  };
}

/** @returns the key that is used up. */
async function requireUncharged(
  after: StartedPayment | ServiceProblem,
  { get }: Transactions,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { key = '' } = after;
  const isProblem = after instanceof Error;
  const id = isProblem ? after.transactionId : after.id;
  const now = id === undefined ? undefined : (await get(id, signal)).transaction;
  const mayRenew = isProblem ? after.retry === 'new_key' : isUsedUp(now);
  const isUncharged = now ? isProvenUncharged(now) : isProvenNo(after);
  if (!mayRenew || !isUncharged || key === '') throw new NewKeyRefused(key, now);
  return key;
}

/** One that was not sent tries again with its own key, unless somebody cancelled it. */
function isUsedUp(transaction: Transaction | undefined): boolean {
  return transaction?.status !== 'not_sent' || transaction.outcome.reason === 'cancelled';
}

function isProvenNo({ moneyMoved }: StartedPayment | ServiceProblem): boolean {
  return moneyMoved({ yes: () => false, no: () => true, unknown: () => false });
}
