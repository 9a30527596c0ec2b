import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Body } from './http.js';
import type { ContractAnswer, ContractClient, WayParts } from './contract-way.js';

const run = promisify(execFile);

/** What curl printed. */
interface CurlOutput {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Through `curl`, as somebody at a shell does it: the keys are his own. */
export function throughCurl({ baseUrl, apiKey, keep }: WayParts): ContractClient {
  const keys = new Map<string, string>();
  const keyFor = (name: string) => {
    const key = keys.get(name) ?? randomUUID();
    keys.set(name, key);
    return key;
  };
  const curl = async (path: string, ...more: readonly string[]): Promise<CurlOutput> => {
    const args = ['-sSi', '--max-time', '60', '-H', `Authorization: Bearer ${apiKey}`, ...more];
    const printed = readPrinted((await run('curl', [...args, `${baseUrl}${path}`])).stdout);
    const { status, headers, text } = printed;
    const method = more.includes('-X') ? (more[more.indexOf('-X') + 1] ?? '') : 'GET';
    keep({ method, path, status, contentType: headers.get('content-type') ?? undefined, text });
    return printed;
  };
  const start = async (name: string, body: object): Promise<ContractAnswer> => {
    const json = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
    const args = ['-X', 'POST', '-H', `Idempotency-Key: ${keyFor(name)}`, ...json];
    const printed = await curl('/v1/transactions', ...args);
    if (printed.status >= 400) return tell(printed);
    return { ...tell(printed), replayed: printed.headers.get('idempotency-replayed') === 'true' };
  };
  return {
    create: ({ orderId, terminalId, value, currency = 'CLP' }) => {
      const sale = { type: 'sale', terminalId, amount: { value, currency }, reference: orderId };
      return start(orderId, sale);
    },
    read: async (id) => tell(await curl(`/v1/transactions/${id}`)),
    waitUntilFinal: async (id) => tell(await curl(`/v1/transactions/${id}`, '-H', 'Prefer: wait=30')),
    cancel: async (id) => tell(await curl(`/v1/transactions/${id}/cancel`, '-X', 'POST')),
    void: ({ refundId, saleId, terminalId }) =>
      start(refundId, { type: 'void', terminalId, originalTransactionId: saleId }),
    async listEvents(id) {
      const { text } = await curl(`/v1/transactions/${id}/events`, '-N');
      const events = text.matchAll(/^id: (\d+)\ndata: (.+)$/gm);
      return [...events].map(([, n, data = '']) => `${n} ${(JSON.parse(data) as Body).status}`);
    },
    async ask(method, path) {
      const { status, headers } = await curl(path, '-X', method);
      return { status, allow: headers.get('allow') };
    },
  };
}

function readPrinted(printed: string): CurlOutput {
  const end = printed.indexOf('\r\n\r\n');
  const [line = '', ...lines] = printed.slice(0, end).split('\r\n');
  const pairs = lines.map((one) => one.split(/:\s*/, 2) as [string, string]);
  return { status: Number(line.split(' ')[1]), headers: new Headers(pairs), text: printed.slice(end + 4) };
}

function tell({ status: answered, text }: CurlOutput): ContractAnswer {
  const body = JSON.parse(text) as Body;
  if (answered < 400) {
    const { id, status, outcome } = body;
    return { id, status: String(status), moneyMoved: outcome?.moneyMoved ?? '' };
  }
  const { code = '', retry = '', moneyMoved = '', transactionId: id } = body;
  return { id, code, retry, moneyMoved };
}
