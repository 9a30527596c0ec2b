import { randomUUID } from 'node:crypto';
import { exchange } from './http.js';
import type { OrderContext } from './sale.js';

/** A sale that somebody else's till made, with Getnet's numbers of it. */
export interface ForeignSale {
  readonly operationId: number;
  readonly authorizationCode: string;
  /** `YYYY-MM-DD`, local. */
  readonly date: string;
}

interface GetnetAnswer {
  readonly data: { readonly token?: string; readonly response?: GetnetAnswer['data'] } & Partial<{
    readonly operationId: number;
    readonly authorizationCode: string;
    readonly realDate: string;
  }>;
}

/** Makes a sale at Getnet directly, past the service: the service has never heard of it. */
export async function sellOutsideService(
  { shop, counter, judge }: Pick<OrderContext, 'shop' | 'counter' | 'judge'>,
  amount: number,
): Promise<ForeignSale> {
  const headers = { env: 'uat', country: shop.country.toLowerCase(), app: 'posintegrado' };
  const ask = async (
    path: string,
    body: string,
    extra: Readonly<Record<string, string>>,
  ): Promise<GetnetAnswer> => {
    const request = { method: 'POST', headers: { ...headers, ...extra }, body };
    return JSON.parse((await exchange(`${judge.baseUrl}${path}`, request)).text) as GetnetAnswer;
  };
  const { clientId, clientSecret } = shop;
  const form = new URLSearchParams({ clientId, clientSecret }).toString();
  const login = await ask('auth', form, { 'content-type': 'application/x-www-form-urlencoded' });
  const { id: _id, mode: _mode, ...triple } = counter;
  const customId = randomUUID().slice(0, 20);
  const sale = { ...triple, command: 100, amount, saleType: 0, ticketNumber: '1', customId };
  const bearer = { 'content-type': 'application/json', authorization: `Bearer ${login.data.token ?? ''}` };
  const { data } = await ask('sale', JSON.stringify(sale), bearer);
  const { operationId = 0, authorizationCode = '', realDate = '' } = data.response ?? data;
  return { operationId, authorizationCode, date: realDate.slice(0, 10) };
}
