import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { terminalCommands } from '../../src/simulator/cloud/commands.js';
import { commandPaths } from '../../src/simulator/scripts/script.js';
import type { Answer, Json, Listener, Till } from './till.js';
import { eventually, fixture, headers, openListener, openTill, describeShape } from './till.js';

let till: Till;
let listener: Listener;
beforeAll(async () => {
  till = await openTill();
  listener = await openListener();
});
afterAll(async () => {
  await listener.close();
  await till.simulator.stop();
});
afterEach(async () => {
  await till.control('POST', '/reset');
  listener.received.splice(0);
});

interface FixtureEntry {
  readonly file: string;
  readonly kind: string;
  readonly path: string;
}

const index = fixture('index.json') as unknown as FixtureEntry[];
const requests = index.filter(({ kind, file }) => kind === 'request' && file.endsWith('.json'));
const readName = (file: string): string => file.replace(/^requests\/|\.json$/g, '');
const country = (request: string): string => request.slice(0, 2);
const readPath = (request: string): string =>
  requests.find(({ file }) => readName(file) === request)?.path ?? 'none';

/** Sends a request of the fixtures to a terminal of its own. */
async function send(request: string, fields: Json = {}): Promise<Answer> {
  const body = fixture(`requests/${request}.json`);
  const { idTerminal, idSucursal, serialNumber } = body;
  const described = { country: country(request).toUpperCase(), idTerminal, idSucursal, serialNumber };
  const { items } = (await till.control('GET', '/terminals')).body as { items: Json[] };
  const known = items.some((one) => one.country === described.country && one.serialNumber === serialNumber);
  if (!known) await till.control('POST', '/terminals', described);
  return till.call('POST', readPath(request), { ...body, ...fields }, { country: country(request) });
}

/** What has to have happened before a request can be granted: its sale, by the numbers that the fixture names. */
async function prepare(request: string): Promise<void> {
  const sale = country(request) === 'cl' ? 'cl-sale-sync' : 'ar-sale-card-sync';
  const { authorizationCode = '012345' } = fixture(`requests/${request}.json`);
  await till.script({ customer: { says: { authorizationCode } } }, { command: 'sale' }, 2);
  for (const customId of ['FIRST', 'SECOND']) await send(sale, { customId });
}

const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Argentina/Buenos_Aires' }).format();
const readFields = (request: string): Json =>
  request.startsWith('ar-return') ? { originalTransDate: today() } : {};

/** As the fixture, which is of another day. */
async function granted(request: string, more: Json = {}): Promise<Answer> {
  await prepare(request);
  return send(request, { ...readFields(request), ...more });
}

const expectSame = (body: Json, file: string): void => {
  const expected = fixture(file);
  expect(describeShape(body)).toEqual(describeShape(expected));
  const { code, status, message, data } = expected;
  const { response } = (data ?? {}) as { response?: Json };
  const { functionCode, responseCode, responseMessage } = response ?? {};
  expect(body).toMatchObject({ code, status, message });
  if (response) {
    expect(body).toMatchObject({ data: { response: { functionCode, responseCode, responseMessage } } });
  }
};

/** `functionCode` of requests for which no reply is documented: README of the fixtures says which form they have. */
const plainForm = { 'ar-normalmode': 107, 'cl-bioauth': 121, 'cl-c2cmode': 129 };

describe('every documented request is taken', () => {
  const names = requests
    .map(({ file }) => readName(file))
    .filter((name) => !name.includes('get-transaction'));

  it('the table below knows every file of the folder', () => {
    const files = readdirSync(new URL('../fixtures/getnet/requests/', import.meta.url));
    expect(files.filter((file) => file.endsWith('.json'))).toHaveLength(requests.length);
  });

  it.each(names.filter((name) => name !== 'ar-cancelsale'))('%s: carried out and approved', async (name) => {
    const webhook = fixture(`requests/${name}.json`).webhook === undefined ? {} : { webhook: listener.url };
    const answer = await granted(name, webhook);
    expect(answer).toMatchObject({ status: 200, body: { code: 1, status: 'OK' } });
    const id = String(answer.body.data?.idPosTxs);
    const told = await eventually(async () => {
      const { body } = await till.call('GET', id, undefined, { country: country(name) });
      return body.code === 1 ? body : undefined;
    });
    const result = (told.data?.response ?? told.data) as Json;
    expect(result.responseCode ?? result.code).toBe(0);
    expect((await till.ledger()).alarms).toEqual([]);
  });

  it.each(names.filter((name) => !name.includes('sale')))(
    '%s: acknowledged and called back with what the status query tells, where it names a webhook',
    async (name) => {
      const answer = await granted(name, { webhook: listener.url });
      expect(answer.body.message).toBe(country(name) === 'cl' ? 'TRANSACCION ENVIADA' : 'TRANSACTION SENT');
      const sent = await eventually(() => listener.received[0]?.body);
      const status = await till.call('GET', String(answer.body.data?.idPosTxs), undefined, {
        country: country(name),
      });
      expect(sent.data).toEqual(status.body.data);
    },
  );
});

describe('a command is answered as documented', () => {
  it.each([
    ['replies/cl-void-ok.json', 'cl-void-sync'],
    ['replies/cl-return-ok.json', 'cl-return-sync'],
    ['replies/ar-return-ok.json', 'ar-return-sync'],
    ['replies/ar-poll-ok.json', 'ar-poll'],
    ['replies/cl-poll-ok.json', 'cl-poll'],
    ['replies/cl-details-ok.json', 'cl-details'],
    ['replies/cl-duplicate-ok.json', 'cl-duplicate'],
    ['replies/ar-lastvoucher-ok.json', 'ar-lastvoucher'],
    ['replies/ar-params-ok.json', 'ar-params'],
    ['replies/ar-shift-ok.json', 'ar-shift'],
    ['replies/ar-shiftReport-ok.json', 'ar-shiftReport'],
    ['replies/cl-printservice-ok.json', 'cl-printservice'],
  ])('%s', async (file, request) => {
    expectSame((await granted(request)).body, file);
  });

  it.each([
    ['replies/cl-details-empty.json', 'cl-details'],
    ['replies/cl-close-ok.json', 'cl-close'],
    ['replies/cl-void-refused.json', 'cl-void-sync'],
    ['replies/cl-return-refused.json', 'cl-return-sync'],
  ])('%s, where nothing was sold', async (file, request) => {
    expectSame((await send(request)).body, file);
  });

  it('replies/ar-details-ok.json: the sales of the batch', async () => {
    const { body } = await granted('ar-details');
    const { saleDetails } = body.data?.response as { saleDetails: Json[] };
    const expected = fixture('replies/ar-details-ok.json').data?.response as { saleDetails: Json[] };
    expect(saleDetails.map(describeShape)).toEqual([1, 2].map(() => describeShape(expected.saleDetails[0])));
  });

  it('replies/ar-totals-ok.json: with sums, whose names are invented', async () => {
    const { body } = await granted('ar-totals');
    expect(describeShape(body)).toMatchObject(describeShape(fixture('replies/ar-totals-ok.json')) as Json);
    expect(body.data?.response).toMatchObject({ salesCount: 2, salesAmount: 240_000, returnsCount: 0 });
  });

  it.each(Object.entries(plainForm))(
    '%s: as cl-printservice-ok, with its own code',
    async (request, code) => {
      const { body } = await send(request);
      expect(describeShape(body)).toEqual(describeShape(fixture('replies/cl-printservice-ok.json')));
      expect(body.data?.response).toMatchObject({ functionCode: code, responseCode: 0 });
    },
  );

  it.each([
    ['replies/cl-void-ack.json', 'cl-void-async', 'CL'],
    ['replies/ar-return-ack.json', 'ar-return-async', 'AR'],
  ])('%s: acknowledged in English', async (file, request, land) => {
    await prepare(request);
    const { serialNumber } = fixture(`requests/${request}.json`);
    await till.control('PATCH', `/terminals/${String(serialNumber)}?country=${land}`, { language: 'en' });
    expectSame((await send(request, { webhook: listener.url })).body, file);
  });

  it.each([
    ['webhooks/cl-void-ok-shape-a.json', 'cl-void-async'],
    ['webhooks/cl-return-ok-shape-a.json', 'cl-return-async'],
    ['webhooks/ar-return-ok-shape-a.json', 'ar-return-async'],
  ])('%s', async (file, request) => {
    await granted(request, { webhook: listener.url });
    const sent = await eventually(
      () => listener.received.find(({ body }) => isAnswerTo(body, request))?.body,
    );
    expectSame(sent, file);
  });

  const isAnswerTo = (body: Json, request: string): boolean =>
    (body.data as Json | undefined)?.customId === fixture(`requests/${request}.json`).customId;
});

describe('a return in the other shapes', () => {
  it.each([
    ['A', { response: { responseCode: 0, success: true } }],
    ['B', { functionCode: 108, code: 0, message: 'Approved', amount: 120_000 }],
    ['C', { response: { functionCode: 108, code: 0, amount: 120_000 } }],
    ['C_minimal', { response: { code: 0 } }],
  ])('%s: laid out so, by the answer, and by the terminal when asked', async (shape, expected) => {
    await prepare('ar-return-sync');
    const { serialNumber } = fixture('requests/ar-return-sync.json');
    await till.control('PATCH', `/terminals/${String(serialNumber)}?country=AR`, { shape });
    const { body } = await send('ar-return-sync', { originalTransDate: today() });
    expect(body.data).toMatchObject({ customId: 'RET-1001', ...expected });
    const { idTerminal, idSucursal } = fixture('requests/ar-return-sync.json');
    const query = { idTerminal, idSucursal, serialNumber, command: 99, idPosTxs: body.data?.idPosTxs };
    const asked = await till.call('POST', 'get_transaction', query, { country: 'ar' });
    expect(asked.body.data).toEqual(body.data);
  });

  it('a report on a terminal of shape B: nested all the same', async () => {
    await till.control('PATCH', '/terminals/SN0000000101', { shape: 'B' });
    const terminal = { idTerminal: 'TST00001', idSucursal: 100001, serialNumber: 'SN0000000101' };
    const { body } = await till.call('POST', 'poll', { ...terminal, command: 106 }, { country: 'ar' });
    expect(body.data).toMatchObject({ response: { functionCode: 106, responseCode: 0 } });
  });
});

describe('each command is where the contract has it', () => {
  it('every path can be scripted', () => {
    expect(terminalCommands.map(({ path }) => path).sort()).toEqual([...commandPaths].sort());
  });

  const elsewhere = terminalCommands.flatMap(({ path, code, countries }) =>
    (['CL', 'AR'] as const)
      .filter((land) => !countries.includes(land))
      .map((land) => [path, land, code] as const),
  );
  it.each(elsewhere)('%s in %s: not supported, as if it were not there', async (path, land, command) => {
    const answer = await till.call('POST', path, { command }, headers(land.toLowerCase()));
    expect(answer.body).toEqual({ code: 0, status: 'ERROR', message: 'COMMAND NOT SUPPORTED', data: null });
  });
});
