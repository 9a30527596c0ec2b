import {
  MemoryKeyStore,
  PaymentError,
  ServiceProblem,
  createClient,
  nameMoneyMoved,
} from '../../../clients/typescript/src/index.js';
import type { Payment, SaleRequest, StartedPayment } from '../../../clients/typescript/src/index.js';
import type { ContractAnswer, ContractClient, WayParts } from './contract-way.js';

/** Through the client for TypeScript. */
export function throughClient({ baseUrl, apiKey, keep }: WayParts): ContractClient {
  const watched: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const contentType = answer.headers.get('content-type') ?? undefined;
    const isStream = contentType?.startsWith('text/event-stream');
    const text = isStream ? '' : await answer.clone().text();
    const path = new URL(String(input)).pathname;
    keep({ method: init?.method ?? 'GET', path, status: answer.status, contentType, text });
    return answer;
  };
  const client = createClient({ baseUrl, apiKey, keys: new MemoryKeyStore(), fetch: watched });
  return {
    create: ({ orderId, terminalId, value, currency = 'CLP' }) =>
      tell(client.sales.create({ orderId, terminalId, amount: { value, currency } } as SaleRequest)),
    read: (id) => tell(client.transactions.get(id)),
    waitUntilFinal: (id) => tell(client.transactions.waitUntilFinal(id)),
    cancel: (id) => tell(client.sales.cancel(id)),
    void: ({ refundId, saleId }) => tell(client.refunds.create({ refundId, saleId, kind: 'void' })),
    async listEvents(transactionId) {
      const heard: string[] = [];
      for await (const { eventId, status } of client.events({ transactionId }))
        heard.push(`${eventId} ${status}`);
      return heard;
    },
    // The client has no word for it: what carries its requests has.
    async ask(method, path) {
      const headers = { authorization: `Bearer ${apiKey}` };
      const { status, headers: answered } = await watched(`${baseUrl}${path}`, { method, headers });
      return { status, allow: answered.get('allow') };
    },
  };
}

async function tell(call: Promise<Payment | StartedPayment>): Promise<ContractAnswer> {
  try {
    const payment = await call;
    const { id, status } = payment;
    const moneyMoved = nameMoneyMoved(payment.moneyMoved);
    return { id, status, moneyMoved, ...('replayed' in payment && { replayed: payment.replayed }) };
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error;
    const { retry } = error;
    const known = error instanceof ServiceProblem ? { id: error.transactionId, code: error.code } : {};
    return { ...known, retry, moneyMoved: nameMoneyMoved(error.moneyMoved) };
  }
}
