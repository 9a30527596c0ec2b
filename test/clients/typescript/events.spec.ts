import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeEvent } from '../../../src/api/events/sse.js';
import { createEventReader } from '../../../clients/typescript/src/event-reader.js';
import { OutcomeUnknown, createReader } from '../../../clients/typescript/src/index.js';
import type { PaymentEvent, Status, Transaction } from '../../../clients/typescript/src/index.js';
import { json, page, problem, startFakeService, transaction } from './support/fake-service.js';
import type { Behaviour, FakeService } from './support/fake-service.js';
import { stream } from './support/fake-stream.js';
import { catchFailure } from './support/shop.js';

let service: FakeService;
beforeEach(async () => void (service = await startFakeService()));
afterEach(() => service.close());

const reader = () => createReader({ baseUrl: service.url, apiKey: 'k' });

const story: readonly Status[] = ['dispatching', 'in_progress', 'verifying', 'approved'];
const writeState = (n: number, over: Partial<Transaction> = {}): string =>
  writeEvent({
    name: 'state',
    id: String(n),
    data: transaction({ status: story[n - 1] ?? 'approved', ...over }),
  });

async function listened(events: AsyncIterable<PaymentEvent>): Promise<readonly string[]> {
  const heard: string[] = [];
  for await (const { eventId, status, missed } of events) heard.push(`${eventId} ${status} ${missed}`);
  return heard;
}

const whole = ['1 dispatching 0', '2 in_progress 0', '3 verifying 0', '4 approved 0'];
const lastEventIds = () => service.arrived.map(({ headers }) => headers['last-event-id']);

describe('the states of one transaction', () => {
  it('the stream ends after the last one: each was told once, in order, and the iteration ends', async () => {
    service.does(stream([1, 2, 3, 4].map((n) => writeState(n)).join('')));
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual(whole);
    expect(service.arrived).toMatchObject([{ path: '/v1/transactions/tx_1/events' }]);
    expect(lastEventIds()).toEqual([undefined]);
  });

  it('the connection is cut within an event: it goes on after the last whole one', async () => {
    const text = [1, 2, 3, 4].map((n) => writeState(n)).join('');
    const second = text.indexOf(writeState(2));
    service.does(
      stream(text.slice(0, second + 20), 'cut'),
      stream(text.slice(second, text.indexOf(writeState(4)) - 1), 'cut'),
      stream(text.slice(second)),
    );
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual(whole);
    expect(lastEventIds()).toEqual([undefined, '1', '2']);
  });

  it('the service restarts and ends the stream early: it is opened again', async () => {
    service.does(
      stream(writeState(1), 'leave'),
      problem({ status: 503, code: 'orchestrator-unavailable', moneyMoved: 'unknown' }),
      stream([2, 3, 4].map((n) => writeState(n)).join('')),
    );
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual(whole);
    expect(lastEventIds()).toEqual([undefined, '1', '1']);
  });

  it.each<[string, Partial<Transaction>]>([
    ['an approved sale was confirmed, which is no state of its own', { confirmation: 'open' }],
    ['a sale was not sent, and the time for another try is over', { status: 'not_sent' }],
  ])('%s: the service says that this was all, and the iteration ends', async (_, over) => {
    service.does(stream([1, 2, 3].map((n) => writeState(n)).join('') + writeState(4, over)));
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toHaveLength(4);
    expect(service.arrived).toHaveLength(1);
  });

  it('the last state is known already: nothing is told, and the iteration ends', async () => {
    service.does(stream(''));
    expect(await listened(reader().events({ transactionId: 'tx_1', lastEventId: '4' }))).toEqual([]);
    expect(lastEventIds()).toEqual(['4']);
  });

  it('the connection is cut before the service has said that this was all: it is asked', async () => {
    service.does(stream([1, 2, 3, 4].map((n) => writeState(n)).join(''), 'cut'), stream(''));
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual(whole);
    expect(lastEventIds()).toEqual([undefined, '4']);
  });

  it('a state is left out: the event says how many were missed', async () => {
    service.does(stream(writeState(1) + writeState(4)));
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual([
      '1 dispatching 0',
      '4 approved 2',
    ]);
  });

  it('an event without an id, or of another name, comes: it is no state', async () => {
    const odd = `event: state\ndata: {}\n\nid: 9\nevent: news\ndata: {}\n\n`;
    service.does(stream(writeState(1) + odd + writeState(2) + writeState(3) + writeState(4)));
    expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual(whole);
  });

  it('lines end as on other systems, and within a piece: the same events', async () => {
    const text = [1, 2, 3, 4].map((n) => writeState(n)).join('');
    for (const end of ['\r\n', '\r']) {
      const pieces = [...text.replaceAll('\n', end)];
      const read = createEventReader();
      const ids = [...pieces, end]
        .flatMap((piece) => read(piece))
        .map((event) => event !== 'end' && event.id);
      expect(ids).toEqual(['1', '2', '3', '4']);
    }
  });

  it('the states are numbered anew: the reset is told as the state it holds, and the next one follows it', async () => {
    const reset = writeState(2).replace('event: state', 'event: reset');
    service.does(stream(writeState(3), 'cut'), stream(reset + writeState(3) + writeState(4)));
    const heard = await listened(reader().events({ transactionId: 'tx_1', lastEventId: '2' }));
    expect(heard).toEqual(['3 verifying 0', '2 in_progress 0', '3 verifying 0', '4 approved 0']);
  });

  it('data has several lines, comments and odd fields stand between: one text', () => {
    const read = createEventReader();
    expect(read(': hi\nretry: 5\nevent: state\nodd\nid:7\ndata: {\n: there\ndata:}\n\n')).toEqual([
      { id: '7', data: '{\n}' },
    ]);
  });

  it.each([3, 7, 20])('every byte is a possible cut (step %i): each state once, in order', async (step) => {
    const text = [1, 2, 3, 4].map((n) => writeState(n)).join('');
    for (let at = 1; at < text.length; at += step * 40) {
      service.does(stream(text.slice(0, at), 'cut'), stream(text));
      expect(await listened(reader().events({ transactionId: 'tx_1' }))).toEqual(whole);
    }
  });
});

describe.each([undefined, 'tx_1'])('what answers is no service (transactionId: %s)', (transactionId) => {
  const events = () => reader().events(transactionId === undefined ? {} : { transactionId });

  it.each<[string, Behaviour]>([
    ['a proxy refuses the header of the cursor', page(400)],
    ['a proxy refuses the reader', page(403)],
    ['the address names something else', page(404)],
    ['headers are too large', page(431)],
    ['a page comes instead of a stream', page(200)],
    ['somebody else’s JSON comes', json(200, { hello: 'world' })],
    ['nothing comes', (response) => void response.writeHead(204).end()],
  ])('%s: the error at once, and what answered stands in its cause', async (_, answer) => {
    service.does(answer, stream('', 'end'));
    const error = await catchFailure(listened(events()));
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(String(error.cause)).toMatch(/^Error: \d{3} without a word of the service/);
    expect(service.arrived).toHaveLength(1);
  });

  it.each([408, 429, 502, 503])('a proxy answers %i with a page: it is opened again', async (status) => {
    service.does(page(status), stream(writeState(1), 'stay'));
    for await (const { eventId } of events()) {
      expect(eventId).toBe('1');
      break;
    }
  });
});

describe('the states of a merchant', () => {
  it('cursors mean nothing to the client: it goes on from the last one', async () => {
    const event = (cursor: string) => writeState(4).replace('id: 4', `id: ${cursor}`);
    service.does(stream(event('b9') + event('a1'), 'cut'), stream(event('zz'), 'stay'));
    const stop = new AbortController();
    const heard: string[] = [];
    for await (const { eventId } of reader().events({ lastEventId: 'c0', signal: stop.signal })) {
      heard.push(eventId);
      if (eventId === 'zz') stop.abort();
    }
    expect(heard).toEqual(['b9', 'a1', 'zz']);
    expect(lastEventIds()).toEqual(['c0', 'a1']);
    expect(service.arrived[0]?.path).toBe('/v1/events');
  });

  it('the connection is cut before the first event: it goes on from where it began', async () => {
    const first = writeState(4).replace('id: 4', 'id: a1');
    service.does(
      stream('', 'cut', { 'event-cursor': 'a0' }),
      stream(first, 'stay', { 'event-cursor': 'a0' }),
    );
    for await (const { eventId } of reader().events()) {
      expect(eventId).toBe('a1');
      break;
    }
    expect(lastEventIds()).toEqual([undefined, 'a0']);
  });

  it('the service does not know the cursor: the problem', async () => {
    service.does(problem({ status: 422, code: 'invalid-request' }));
    await expect(listened(reader().events({ lastEventId: 'x' }))).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  it('the listener leaves: the connection is closed', async () => {
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((done) => (closed = done));
    service.does((response, arrived) => {
      response.on('close', () => closed());
      return stream(writeState(1), 'stay')(response, arrived);
    });
    for await (const event of reader().events()) {
      expect(event.status).toBe('dispatching');
      break;
    }
    await isClosed;
  });
});
