import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

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

/** What a reconciliation says; only what the demo looks at. */
export interface ReconciliationView {
  readonly id: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly reason: string | null;
}

/** The public API as one merchant's backend uses it, and nothing else of the service. */
export interface MerchantApi {
  /** Takes a payment, or gives one back; `waitSeconds` is how long to hold for the end. */
  start(operation: Sale | Void, waitSeconds?: number): Promise<Answer>;
  /** Asks for a transaction, holding for its end. */
  waitForEnd(id: string, waitSeconds: number): Promise<Answer>;
  /** Compares a terminal's own numbers with the service's, and waits for the end. */
  reconcile(terminalId: string): Promise<ReconciliationView>;
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
    start: ({ key, body }, waitSeconds) =>
      call(transactions, {
        method: 'POST',
        headers: { 'idempotency-key': key, ...preferWait(waitSeconds) },
        body: JSON.stringify(body),
      }),
    reconcile: (terminalId) => reconcile({ address, apiKey }, terminalId),
    waitForEnd: (id, waitSeconds) => call(`${transactions}/${id}`, { headers: preferWait(waitSeconds) }),
  };
}

function preferWait(waitSeconds: number | undefined): Record<string, string> {
  return waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` };
}

interface Access {
  readonly address: string;
  readonly apiKey: string;
}

async function reconcile(access: Access, terminalId: string): Promise<ReconciliationView> {
  const body = JSON.stringify({ terminalId });
  const started = await askReconciliation(access, '', { method: 'POST', body });
  for (let found = started; ; found = await askReconciliation(access, `/${started.id}`)) {
    if (found.status !== 'running') return found;
    await pause(200);
  }
}

async function askReconciliation(
  { address, apiKey }: Access,
  path: string,
  init: RequestInit = {},
): Promise<ReconciliationView> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const url = `${address}/v1/reconciliations${path}`;
  const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(60_000) });
  return (await response.json()) as ReconciliationView;
}
