import { randomUUID } from 'node:crypto';

/** A transaction as the API shows it; only what the demo looks at. */
export interface TransactionView {
  readonly id?: string;
  readonly status: string | number;
  readonly outcome?: { readonly moneyMoved?: string; readonly evidence?: string };
  readonly authorizationCode?: string | null;
  readonly idPosTxs?: string | null;
  /** Of a problem. */
  readonly code?: string;
  readonly moneyMoved?: string;
  readonly holder?: string;
}

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly isReplayed: boolean;
  readonly body: TransactionView;
  /** From request to answer. */
  readonly tookMs: number;
}

/** What a till's backend asks for. */
export interface Sale {
  readonly key: string;
  readonly body: {
    readonly type: 'sale';
    readonly terminalId: string;
    readonly amount: { readonly value: number; readonly currency: string };
    readonly reference: string;
  };
}

/** A sale that is to be given back. */
export interface Void {
  readonly key: string;
  readonly body: {
    readonly type: 'void';
    readonly terminalId: string;
    readonly originalTransactionId: string;
  };
}

/** The public API as one merchant's backend uses it, and nothing else of the service. */
export interface MerchantApi {
  /** Takes a payment, or gives one back; `wait` is how long to hold for the end, in seconds. */
  start(operation: Sale | Void, wait?: number): Promise<Answer>;
  /** Asks for a transaction, holding for its end. */
  waitForEnd(id: string, wait: number): Promise<Answer>;
}

/** A sale with an idempotency key that was never used. */
export function newSale(terminalId: string, amount: Sale['body']['amount'], reference: string): Sale {
  return { key: randomUUID(), body: { type: 'sale', terminalId, amount, reference } };
}

/** A void with an idempotency key that was never used. */
export function newVoid(terminalId: string, originalTransactionId: string): Void {
  return { key: randomUUID(), body: { type: 'void', terminalId, originalTransactionId } };
}

export function createMerchantApi(address: string, apiKey: string): MerchantApi {
  const transactions = `${address}/v1/transactions`;
  const call = async (
    url: string,
    init: RequestInit & { headers: Record<string, string> },
  ): Promise<Answer> => {
    const began = performance.now();
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      ...init.headers,
    };
    const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(60_000) });
    const body = (await response.json()) as TransactionView;
    const isReplayed = response.headers.get('idempotency-replayed') === 'true';
    return { status: response.status, isReplayed, body, tookMs: performance.now() - began };
  };
  return {
    start: ({ key, body }, wait) =>
      call(transactions, {
        method: 'POST',
        headers: { 'idempotency-key': key, ...(wait === undefined ? {} : { prefer: `wait=${wait}` }) },
        body: JSON.stringify(body),
      }),
    waitForEnd: (id, wait) => call(`${transactions}/${id}`, { headers: { prefer: `wait=${wait}` } }),
  };
}
