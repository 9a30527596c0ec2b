import type { Client } from '@temporalio/client';
import { deriveTransactionId } from '../../../src/api/transactions/idempotency-key.js';
import type { IdempotencyKey } from '../../../src/api/transactions/idempotency-key.js';
import { eventually } from './eventually.js';
import { askUntilTemporalAnswers, exchange } from './http.js';
import type { Answer, Body } from './http.js';
import type { SimulatorClient, SimulatorLedger, TrueOutcome } from './simulator.js';
import type { TestTerminal, Shop } from './shops.js';

/** What a sale is about; what is not said is a sale of 5,990 with a key of its own, answered after the dispatch. */
export interface SaleTerms {
  /** Minor units. */
  readonly amount?: number;
  readonly key?: string;
  /** Seconds to hold for the end. */
  readonly wait?: number;
  /** Fields that override the body's. */
  readonly body?: object;
  /** Headers that override the request's. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly reference?: string;
  /** Something else than a sale: all of its body but the terminal. */
  readonly operation?: { readonly type: string; readonly [field: string]: unknown };
}

/** What a sale has to do with. */
export interface OrderContext {
  /** Of the API, without a closing slash. */
  readonly api: string;
  readonly shop: Shop;
  readonly counter: TestTerminal;
  readonly judge: SimulatorClient;
  readonly temporal: Client;
}

/** A sale as the cashier's backend sees it: its key, and what the API answers about it. */
export interface Order {
  readonly key: string;
  /** Its transaction id, known before anything is sent. */
  readonly id: string;
  readonly shop: Shop;
  readonly counter: TestTerminal;
  /**
   * Sends the request, the first time or again: the same key and body, unless told. A busy Temporal may answer too late for the API: then
   * the same is sent again, as a shop does.
   *
   * @throws Error of the connection
   */
  send(over?: Omit<SaleTerms, 'key'>): Promise<Answer>;
  /** @param wait seconds to hold for the end. */
  get(wait?: number): Promise<Answer>;
  /** Takes the first answer, also the one that Temporal is away. */
  readonly once: Pick<Order, 'send' | 'get'>;
  /** Asks to cancel it. */
  cancel(): Promise<Answer>;
  /** Waits for a status, through restarts of the API. @throws Error when another final status came instead. */
  becomes(status: string, within?: number): Promise<Body>;
  /** Waits for any final status or needs-attention. */
  settles(within?: number): Promise<Body>;
  /** Waits for any final status: on a busy machine a sale needs attention for a moment, and then its outcome is proven. */
  ends(within?: number): Promise<Body>;
  /** All attempts together. */
  truth(): Promise<TrueOutcome>;
  /** Waits until the command has reached the terminal. */
  reachesTheTerminal(): Promise<TrueOutcome>;
  ledger(attempt?: number): Promise<SimulatorLedger>;
  /** The `customId` of an attempt. */
  customId(attempt?: number): string;
  /** Its run in Temporal. */
  run(attempt?: number): ReturnType<Client['workflow']['getHandle']>;
}

/** A sale that was sent. */
export interface Sale extends Order {
  /** What the request was answered. */
  readonly answer: Answer;
}

const finalStatuses = ['approved', 'declined', 'not_sent', 'completed', 'reversed'];

/** @returns the sale, not sent yet. */
export function createOrder(terms: SaleTerms & { readonly key: string }, around: OrderContext): Order {
  const { shop, counter, judge, temporal, api } = around;
  const id = deriveTransactionId(shop.id, terms.key as IdempotencyKey);
  const customId = (attempt = 1) => (attempt === 1 ? id : `${id}-${attempt}`);
  const getOnce = (wait?: number) =>
    exchange(`${api}/v1/transactions/${id}`, {
      headers: { authorization: `Bearer ${shop.apiKey}`, ...(wait && { prefer: `wait=${wait}` }) },
    });
  const sendOnce = (over: Omit<SaleTerms, 'key'> = {}) =>
    exchange(`${api}/v1/transactions`, startRequest({ ...terms, ...over }, around));
  const until = (ends: (status: string) => boolean, within: number) =>
    eventually(`${id} (${counter.id}) to end as told`, () => seen(getOnce, ends), within).catch(
      async (failure: unknown) => {
        const { text } = await getOnce().catch((error: unknown) => ({ text: String(error) }));
        throw new Error(`${String(failure)}; it reads ${text}`);
      },
    );
  return {
    key: terms.key,
    id,
    shop,
    counter,
    customId,
    send: (over) => askUntilTemporalAnswers(() => sendOnce(over)),
    get: (wait) => askUntilTemporalAnswers(() => getOnce(wait)),
    once: { send: sendOnce, get: getOnce },
    cancel: () =>
      exchange(`${api}/v1/transactions/${id}/cancel`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shop.apiKey}` },
      }),
    async becomes(status, within = 60_000) {
      const body = await until((now) => now === status || finalStatuses.includes(now), within);
      if (body.status === status) return body;
      throw new Error(
        `The sale became ${body.status} instead of ${status}: ${JSON.stringify(body, null, 1)}`,
      );
    },
    settles: (within = 60_000) =>
      until((now) => now === 'needs_attention' || finalStatuses.includes(now), within),
    ends: (within = 60_000) => until((now) => finalStatuses.includes(now), within),
    truth: () => judge.truth(id),
    reachesTheTerminal: () =>
      eventually(`${id} to reach the terminal`, async () => {
        const truth = await judge.truth(id);
        return truth.executed > 0 ? truth : undefined;
      }),
    ledger: (attempt) => judge.ledger({ customId: customId(attempt) }),
    run: (attempt = 1) =>
      temporal.workflow.getHandle(`transaction/${id}${attempt === 1 ? '' : `/${attempt}`}`),
  };
}

/** A transaction that answers and has the status; the API may be away for a while. */
async function seen(
  get: (wait: number) => Promise<Answer>,
  ends: (status: string) => boolean,
): Promise<Body | undefined> {
  const { body } = await get(1).catch(() => ({ body: {} as Body }));
  return typeof body.status === 'string' && ends(body.status) ? body : undefined;
}

function startRequest(terms: SaleTerms & { readonly key: string }, { shop, counter }: OrderContext) {
  const { key, amount = 5_990, wait, reference = 'ORD-1001', body = {}, headers = {} } = terms;
  const currency = shop.country === 'CL' ? 'CLP' : 'ARS';
  const sale = { type: 'sale', amount: { value: amount, currency }, reference };
  const what = { terminalId: counter.id, ...(terms.operation ?? sale) };
  return {
    method: 'POST',
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(wait !== undefined && { prefer: `wait=${wait}` }),
      ...headers,
    },
    body: JSON.stringify({ ...what, ...body }),
  };
}
