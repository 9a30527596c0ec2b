import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHmac, randomBytes } from 'node:crypto';
import { WebhookRejected, webhooks } from '../../../clients/typescript/src/index.js';

const { verify, trackSequence } = webhooks;
const createSecret = () => `whsec_${randomBytes(24).toString('base64')}`;
const secret = createSecret();
const nowMs = 1_768_484_000_000;
const seconds = String(nowMs / 1_000);
const body = JSON.stringify({
  type: 'transaction.approved',
  timestamp: '2026-01-15T13:33:20.000Z',
  sequence: 17,
  watermark: 17,
  data: { id: 'tx_1', reference: 'Ñandú' },
});

/** As Standard Webhooks says: HMAC-SHA256 over id, time stamp and body, the secret decoded. */
function sign(by: string, text = body, timestamp = seconds): string {
  const key = Buffer.from(by.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`msg_1.${timestamp}.${text}`).digest('base64')}`;
}

const headersWith = (over: Readonly<Record<string, string>> = {}) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': seconds,
  'webhook-signature': sign(secret),
  ...over,
});
const check = (
  over: Readonly<Record<string, string>> = {},
  sent: string | Uint8Array = body,
  secrets = [secret],
) => verify(sent, headersWith(over), { secrets, nowMs });

describe('verifying a webhook', () => {
  it('it is as the service sent it: its event', async () => {
    const expected = {
      id: 'msg_1',
      type: 'transaction.approved',
      sequence: 17,
      data: { reference: 'Ñandú' },
    };
    expect(await check()).toMatchObject(expected);
    expect(await check({}, Buffer.from(body))).toMatchObject(expected);
    expect(await verify(body, new Headers(headersWith()), { secrets: [secret], nowMs })).toMatchObject(
      expected,
    );
  });

  it('its type says what it tells of: a terminal has no outcome to read, and the compiler knows', async () => {
    const quarantined = JSON.stringify({
      ...JSON.parse(body),
      type: 'terminal.quarantined',
      data: { terminalId: 'caja-1', quarantined: true, since: '2026-01-15T13:33:20.000Z', transactions: [] },
    });
    const event = await check({ 'webhook-signature': sign(secret, quarantined) }, quarantined);
    // @ts-expect-error nobody has looked which type it is
    expect(event.data.terminalId).toBe('caja-1');
    expect(event.type === 'terminal.quarantined' && event.data.quarantined).toBe(true);
    expect(event.type === 'transaction.approved' && event.data.outcome.moneyMoved).toBe(false);
  });

  it('the headers are of another class, as those of npm’s undici are: its event', async () => {
    const inner = new Headers(headersWith());
    const headers = { get: (name: string) => inner.get(name) };
    expect(await verify(body, headers, { secrets: [secret], nowMs })).toMatchObject({ id: 'msg_1' });
    const bare = { get: () => null };
    await expect(verify(body, bare, { secrets: [secret], nowMs })).rejects.toBeInstanceOf(WebhookRejected);
  });

  it('a header is called "get": it is a header', async () => {
    expect(await verify(body, headersWith({ get: 'x' }), { secrets: [secret], nowMs })).toMatchObject({
      id: 'msg_1',
    });
  });

  it('header names are in any case, as frameworks give them', async () => {
    const headers = Object.fromEntries(
      Object.entries(headersWith()).map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect(await verify(body, headers, { secrets: [secret], nowMs })).toMatchObject({ id: 'msg_1' });
  });

  it('secrets are being changed over: either signature will do, with either secret', async () => {
    const other = createSecret();
    await check({ 'webhook-signature': `${sign(other)} ${sign(secret)}` });
    await check({ 'webhook-signature': `v1a,abc ${sign(secret)}` });
    await check({}, body, [other, secret]);
  });

  it.each([
    ['the body is parsed and written again', {}, JSON.stringify(JSON.parse(body), null, 1)],
    ['one byte is changed', {}, body.replace('17', '18')],
    ['another id', { 'webhook-id': 'msg_2' }, body],
    ['another time', { 'webhook-timestamp': String(Number(seconds) - 1) }, body],
    ['another secret signed it', { 'webhook-signature': sign(createSecret()) }, body],
    ['no signature of version 1', { 'webhook-signature': sign(secret).replace('v1,', 'v2,') }, body],
    ['no base64', { 'webhook-signature': 'v1,§§§' }, body],
    ['an empty signature', { 'webhook-signature': 'v1,' }, body],
    ['a signature cut short', { 'webhook-signature': sign(secret).slice(0, 20) }, body],
    ['no signature', { 'webhook-signature': '' }, body],
  ])('%s: rejected', async (_, over, sent) => {
    await expect(check(over, sent)).rejects.toBeInstanceOf(WebhookRejected);
  });

  it.each([
    '',
    'NaN',
    'now',
    '1e9',
    '-1',
    '0x10',
    ' ',
    `${seconds}.0`,
    '2026-01-15T13:33:20Z',
    `${seconds}, ${seconds}`,
    '9'.repeat(30),
  ])('the time stamp is "%s", rightly signed: rejected', async (timestamp) => {
    const over = { 'webhook-timestamp': timestamp, 'webhook-signature': sign(secret, body, timestamp) };
    await expect(check(over)).rejects.toBeInstanceOf(WebhookRejected);
  });

  it.each([-301, 301])(
    'it is %i seconds away, rightly signed: rejected, unless that is tolerated',
    async (away) => {
      const timestamp = String(nowMs / 1_000 + away);
      const headers = headersWith({
        'webhook-timestamp': timestamp,
        'webhook-signature': sign(secret, body, timestamp),
      });
      await expect(verify(body, headers, { secrets: [secret], nowMs })).rejects.toBeInstanceOf(
        WebhookRejected,
      );
      await verify(body, headers, { secrets: [secret], nowMs, toleranceSeconds: 302 });
    },
  );

  it('a header comes twice: rejected', async () => {
    const headers = { ...headersWith(), 'webhook-id': ['msg_1', 'msg_1'] };
    await expect(verify(body, headers, { secrets: [secret], nowMs })).rejects.toBeInstanceOf(WebhookRejected);
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', secret.slice(6)])(
    'the secret is "%s": the receiver’s own mistake is told',
    async (bad) => {
      await expect(check({}, body, [bad])).rejects.toBeInstanceOf(TypeError);
    },
  );

  it('a signed body is no event: rejected', async () => {
    await expect(check({ 'webhook-signature': sign(secret, '[]') }, '[]')).rejects.toBeInstanceOf(
      WebhookRejected,
    );
  });
});

describe('a gap is not silence', () => {
  const event = (sequence: number, watermark = sequence) => ({ sequence, watermark });

  it('the first event ever: nothing before it is asked for', () => {
    expect(trackSequence(undefined, event(17))).toMatchObject({ isRepeat: false, outstanding: [], lost: [] });
  });

  it('one is left out and the service knows: it is still to come', () => {
    const { state } = trackSequence(undefined, event(1));
    expect(trackSequence(state, event(4, 2))).toMatchObject({ outstanding: [{ from: 2, to: 3 }], lost: [] });
  });

  it('one is left out and the service took it for delivered: it is lost here', () => {
    const { state } = trackSequence(undefined, event(1));
    expect(trackSequence(state, event(4, 3))).toMatchObject({
      outstanding: [{ from: 3, to: 3 }],
      lost: [{ from: 2, to: 2 }],
    });
  });

  it('it comes later: no gap is left', () => {
    const one = trackSequence(undefined, event(1));
    const three = trackSequence(one.state, event(3, 2));
    expect(trackSequence(three.state, event(2, 2))).toEqual({
      state: [{ from: 0, to: 3 }],
      isRepeat: false,
      outstanding: [],
      lost: [],
    });
  });

  it('whatever order, whatever repeats: each is new once, and the gaps are what is missing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (sequences) => {
        const seen = new Set<number>();
        let state = trackSequence(undefined, event(1, 1)).state;
        seen.add(1);
        for (const sequence of sequences) {
          const heard = trackSequence(state, event(sequence, 1));
          expect(heard.isRepeat).toBe(seen.has(sequence));
          seen.add(sequence);
          ({ state } = heard);
          const missing = Array.from({ length: Math.max(...seen) }, (_, at) => at + 1).filter(
            (n) => !seen.has(n),
          );
          expect(
            heard.outstanding.flatMap(({ from, to }) =>
              Array.from({ length: to - from + 1 }, (_, at) => from + at),
            ),
          ).toEqual(missing);
          expect(heard.lost).toEqual([]);
        }
      }),
    );
  });
});
