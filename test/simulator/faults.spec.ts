import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { alteredReplies, plainReplies } from '../../src/simulator/scripts/script.js';
import type { Answer, Json, Listener, Till } from './till.js';
import { connectionError, eventually, hangs, openListener, openTill, longTimes } from './till.js';

let till: Till;
let listener: Listener;
beforeAll(async () => {
  till = await openTill(longTimes);
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

const sale = (fields: Json = {}): Promise<Answer> => till.sale({ customId: 'ORD-1', ...fields });
const asyncSale = (): Promise<Answer> => sale({ webhook: listener.url });

describe('the acknowledgement goes wrong', () => {
  it.each([
    ['before_reading', 'UND_ERR_SOCKET', 0],
    ['while_reading', 'ECONNRESET', 0],
    ['after_reading', 'ECONNRESET', 1],
    ['instead_of_answer', 'ECONNRESET', 1],
  ])('lost %s: %s, executed %i times', async (lost, code, executed) => {
    await till.script({ answer: { lost } });
    expect(await connectionError(asyncSale())).toBe(code);
    expect(await till.truth('ORD-1')).toMatchObject({ received: 1, executed });
    expect((await till.ledger('?customId=ORD-1')).requests).toMatchObject([{ executed: executed === 1 }]);
  });

  it('lost after execution: the callback still comes', async () => {
    await till.script({ answer: { lost: 'after_reading' } });
    await connectionError(asyncSale());
    expect(await eventually(() => listener.received[0]?.body)).toMatchObject({ data: { customId: 'ORD-1' } });
  });

  it('slow: it comes after the delay, the terminal does not wait for it', async () => {
    await till.script({ answer: { delay: '200ms' } });
    const started = Date.now();
    const ack = await asyncSale();
    expect(Date.now() - started).toBeGreaterThanOrEqual(195);
    expect(ack.body.message).toBe('TRANSACCION ENVIADA');
    expect(await till.truth('ORD-1')).toMatchObject({ state: 'approved' });
  });

  it.each([
    ['executed', 1],
    ['not_executed', 0],
  ])('hanging, %s: no answer', async (hang, executed) => {
    await till.script({ answer: { hang } });
    expect(await hangs(till, asyncSale())).toBe(true);
    expect(await till.truth('ORD-1')).toMatchObject({ received: 1, executed });
  });

  it('callbackFirst: the callback is answered before the acknowledgement is written', async () => {
    await till.script({ answer: { callbackFirst: true } });
    const ack = await asyncSale();
    expect(ack.body.message).toBe('TRANSACCION ENVIADA');
    expect(listener.received).toHaveLength(1);
    const { callbacks, requests } = await till.ledger('?customId=ORD-1');
    expect(callbacks).toMatchObject([{ attempt: 1, status: 200 }]);
    expect(requests[0]?.idPosTxs).toBe(callbacks[0]?.idPosTxs);
  });

  it.each([true, false])(
    'replaced by an answer of its own, executed %s: that and nothing else',
    async (executed) => {
      const replaced = { status: 418, contentType: 'text/plain', body: 'teapot', executed };
      await till.script({ answer: { replaced } });
      expect(await asyncSale()).toMatchObject({ status: 418, contentType: 'text/plain', text: 'teapot' });
      expect(await till.truth('ORD-1')).toMatchObject({ executed: executed ? 1 : 0 });
    },
  );

  it('a script for one customId: leaves the others alone', async () => {
    await till.script({ refusal: 'keypos' }, { customId: 'ORD-2' });
    expect((await sale()).body.code).toBe(1);
    expect((await sale({ customId: 'ORD-2' })).body.message).toBe('KEYPOS NO ENCONTRADO');
  });

  it('matching by amount and terminal, twice: used up after two sales', async () => {
    await till.script({ refusal: 'offline' }, { amount: 777, serialNumber: 'sn0000000001' }, 2);
    const codes: unknown[] = [];
    for (const amount of [777, 5990, 777, 777]) codes.push((await sale({ amount })).body.code);
    expect(codes).toEqual([0, 1, 0, 1]);
    expect((await till.control('GET', '/scripts')).body).toEqual({ items: [] });
  });
});

/** What each named reply looks like on the wire; every name must be here. */
const looks: Record<string, (answer: Answer) => void> = {
  in_process: ({ body }) => expect(body).toMatchObject({ code: 2, data: null }),
  not_found: ({ body }) => expect(body.message).toBe('ID NO ENCONTRADO'),
  unauthorized: ({ body }) => expect(body.message).toBe('UNAUTHORIZED'),
  keypos: ({ body }) => expect(body.message).toBe('KEYPOS NO ENCONTRADO'),
  busy_15s: ({ body }) => expect(body.message).toBe('OPERACION EN CURSO (15s)'),
  busy_5m: ({ body }) => expect(body.message).toBe('OPERACION EN CURSO (5m)'),
  offline: ({ body }) => expect(body.message).toBe('SERVICIO C2C NO RESPONDE'),
  timeout_90s: ({ body }) => expect(body.message).toBe('TIEMPO DE ESPERA EXCEDIDO (90 SEGUNDOS)'),
  timeout_5m: ({ body }) => expect(body.message).toBe('TIEMPO DE ESPERA EXCEDIDO (5 MINUTOS)'),
  bad_credentials: ({ body }) => expect(body.message).toBe('INVALID CREDENTIALS'),
  unrecognised: ({ body }) => expect(body).toMatchObject({ code: 0, message: 'ERROR INTERNO' }),
  html: (answer) => expect(answer).toMatchObject({ status: 200, contentType: 'text/html' }),
  http_401: (answer) => expect(answer).toMatchObject({ status: 401, body: { message: 'UNAUTHORIZED' } }),
  http_403: (answer) => expect(answer).toMatchObject({ status: 403, contentType: 'text/html' }),
  http_429: (answer) => expect(answer).toMatchObject({ status: 429, contentType: 'text/html' }),
  http_500: (answer) => expect(answer).toMatchObject({ status: 500, body: { code: 0 } }),
  http_502: (answer) => expect(answer).toMatchObject({ status: 502, contentType: null, text: '' }),
  http_503: (answer) => expect(answer).toMatchObject({ status: 503, contentType: 'text/html' }),
  http_504: (answer) => expect(answer).toMatchObject({ status: 504, contentType: 'text/html' }),
  merchant_id: ({ body }) => expect(body.message).toBe('INCORRECT REQUEST FOR MERCHANT ID'),
  http_502_page: (answer) => expect(answer).toMatchObject({ status: 502, contentType: 'text/html' }),
  ...Object.fromEntries(
    [520, 521, 522, 523, 524, 525, 526].map((status) => [
      `http_${status}`,
      (answer: Answer) => expect(answer).toMatchObject({ status, contentType: 'text/html' }),
    ]),
  ),
  empty: (answer) => expect(answer).toMatchObject({ status: 200, text: '' }),
  not_an_object: (answer) => expect(answer.text).toBe('"OK"'),
  oversized: ({ text }) => expect(text.length).toBeGreaterThan(256 * 1024),
  truncated: ({ status, text }) => {
    expect(status).toBe(200);
    expect(text).toMatch(/^\{"code":1/);
    expect(() => JSON.parse(text) as unknown).toThrow();
  },
};
const dead: Record<string, string> = { cut: 'UND_ERR_SOCKET', closed: 'UND_ERR_SOCKET', reset: 'ECONNRESET' };

describe('a named reply stands for the acknowledgement, a refusal and a status query', () => {
  const answering = plainReplies.filter((name) => looks[name]);
  const finishedSale = async (script: Json): Promise<string> => {
    await till.script({ callback: { lost: true }, ...script });
    const ack = await asyncSale();
    await till.untilSettled('ORD-1');
    return String(ack.body.data?.idPosTxs);
  };

  it('every name is shown here', () => {
    expect([...Object.keys(looks), ...Object.keys(dead), 'hang'].sort()).toEqual([...plainReplies].sort());
    expect(Object.keys(bends).sort()).toEqual([...alteredReplies].sort());
  });

  it.each(answering)('%s instead of the acknowledgement: executed all the same', async (reply) => {
    await till.script({ answer: { replaced: { reply, executed: true } } });
    looks[reply]?.(await asyncSale());
    expect(await till.untilSettled('ORD-1')).toMatchObject({ executed: 1, state: 'approved' });
  });

  it.each(answering)('%s as a refusal: not executed', async (reply) => {
    await till.script({ refusal: reply });
    looks[reply]?.(await asyncSale());
    expect(await till.truth('ORD-1')).toMatchObject({ received: 1, executed: 0, state: 'none' });
  });

  it.each(answering)('%s to a status query, twice: then the truth', async (reply) => {
    const id = await finishedSale({ status: [{ reply, times: 2 }] });
    looks[reply]?.(await till.call('GET', id));
    looks[reply]?.(await till.call('GET', id));
    expect((await till.call('GET', id)).body).toMatchObject({
      code: 1,
      data: { response: { responseCode: 0 } },
    });
  });

  it.each(Object.entries(dead))('%s: the connection dies with %s, everywhere', async (reply, code) => {
    const id = await finishedSale({ status: [{ reply }] });
    expect(await connectionError(till.call('GET', id))).toBe(code);
    await till.script({ refusal: reply }, { customId: 'ORD-2' });
    expect(await connectionError(sale({ customId: 'ORD-2' }))).toBe(code);
    await till.script({ answer: { replaced: { reply, executed: true } } }, { customId: 'ORD-3' });
    expect(await connectionError(sale({ customId: 'ORD-3' }))).toBe(code);
    expect(await till.truth('ORD-2')).toMatchObject({ executed: 0 });
    expect(await till.truth('ORD-3')).toMatchObject({ executed: 1 });
  });

  it('hang: a status query gets no answer, the next one does', async () => {
    const id = await finishedSale({ status: [{ reply: 'hang' }] });
    expect(await hangs(till, till.call('GET', id), 2)).toBe(true);
    expect((await till.call('GET', id)).body.code).toBe(1);
  });

  it('an answer of its own to a status query: given as told', async () => {
    const id = await finishedSale({ status: [{ text: 'SOMETHING NEW' }, { status: 503, body: { a: 1 } }] });
    expect((await till.call('GET', id)).body).toMatchObject({ code: 0, message: 'SOMETHING NEW' });
    expect(await till.call('GET', id)).toMatchObject({
      status: 503,
      text: '{"a":1}',
      contentType: 'application/json',
    });
  });

  it('always: until the plan is changed', async () => {
    const id = await finishedSale({ status: [{ reply: 'in_process', times: 'always' }] });
    for (let query = 0; query < 5; query += 1) expect((await till.call('GET', id)).body.code).toBe(2);
    await till.control('POST', '/operations/ORD-1', { status: [] });
    expect((await till.call('GET', id)).body.code).toBe(1);
  });
});

type Result = Json & { response: Json };
const bends: Record<string, (answer: Answer, truth: Json) => void> = {
  wrong_id: ({ body }, truth) => expect(String(body.data?.idPosTxs)).not.toBe(truth.idPosTxs),
  wrong_custom_id: ({ body }) => expect(body.data?.customId).toBe('ORD-7777'),
  other_amount: ({ body }) => expect((body.data as Result).response.amount).toBe(59_900),
  other_function_code: ({ body }) => expect((body.data as Result).response.functionCode).toBe(102),
  no_authorization_code: ({ body }) =>
    expect((body.data as Result).response).not.toHaveProperty('authorizationCode'),
  empty_authorization_code: ({ body }) => expect((body.data as Result).response.authorizationCode).toBe(''),
  no_response_code: ({ body }) => expect((body.data as Result).response).not.toHaveProperty('responseCode'),
  no_names: ({ body }) => expect(Object.keys(body.data ?? {})).toEqual(['response']),
  approved_http_500: ({ status, body }) => {
    expect(status).toBe(500);
    expect((body.data as Result).response.responseCode).toBe(0);
  },
};

describe('a status query bends the result', () => {
  it.each(Object.keys(bends))('%s: once the sale has ended, then the truth', async (reply) => {
    await till.script({ status: [{ reply }], customer: { action: 'freeze' }, callback: { lost: true } });
    const ack = await asyncSale();
    const ask = (): Promise<Answer> => till.call('GET', String(ack.body.data?.idPosTxs));
    expect((await ask()).body.code).toBe(2);
    await till.control('POST', '/operations/ORD-1', { action: 'approve' });
    bends[reply]?.(await ask(), await till.truth('ORD-1'));
    expect(await ask()).toMatchObject({
      status: 200,
      body: { data: { customId: 'ORD-1', response: { responseCode: 0, amount: 5990, functionCode: 100 } } },
    });
  });
});

describe('the whole cloud is out of order', () => {
  it('every part: nothing is carried out until it is over', async () => {
    await till.control('POST', '/outage', { reply: 'http_503' });
    expect((await sale()).status).toBe(503);
    expect((await till.call('GET', '1')).status).toBe(503);
    await till.control('DELETE', '/outage');
    expect(await till.truth('ORD-1')).toMatchObject({ received: 1, executed: 0 });
    await till.login();
    expect((await sale()).status).toBe(200);
  });

  it('status queries only: commands go on', async () => {
    await till.control('POST', '/outage', { reply: 'reset', parts: ['status'] });
    expect((await sale()).body.code).toBe(1);
    expect(await connectionError(till.call('GET', '1'))).toBe('ECONNRESET');
  });
});
