import { describe, expect, it } from '@jest/globals';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { client, getnet, openGetnetForEach, webhook } from './support/client-of-fake.js';

openGetnetForEach();

const approval = { functionCode: 100, responseCode: 0, authorizationCode: '012345', amount: 5990 };
const wrapped = (data: object, message = 'TRANSACTION SENT') => ({ code: 1, status: 'OK', message, data });

/** A code of its own in an acknowledgement says nothing of the payment (contract §0.4). */
const early: readonly (readonly [string, object])[] = [
  ['an acknowledgement with a code of its own, like a decline', wrapped({ code: 1, message: 'SENT' })],
  [
    'an acknowledgement with code 0 and our customId',
    wrapped({ code: 0, customId: 'tx_0123456789abcdefghi' }),
  ],
  ['a decline', wrapped({ response: { functionCode: 100, responseCode: 9001 } }, 'TRANSACTION FINISHED')],
  ['an approval', wrapped({ response: approval }, 'TRANSACTION FINISHED')],
];

const sendIn = (mode: 'async' | 'sync') =>
  client().send(buildAcceptedSale(), { policy: buildPolicy({ mode }), webhook });

describe('what looks like a result in async mode, where a callback was promised', () => {
  it.each(early)('%s, without a number: unknown, and never an end', async (_, reply) => {
    getnet.script(reply);
    const outcome = await sendIn('async');
    expect(outcome).toMatchObject({ kind: 'unknown' });
    expect(outcome).not.toHaveProperty('idPosTxs');
    expect(getnet.commands()).toHaveLength(1);
  });

  it.each(early)('%s, with a number: unknown, and that number is asked about', async (_, reply) => {
    getnet.script({ ...reply, idPosTxs: 900002 });
    expect(await sendIn('async')).toMatchObject({ kind: 'unknown', idPosTxs: '900002' });
  });

  it('a return, whose approval needs no authorisation code: unknown', async () => {
    getnet.script(wrapped({ code: 0, message: 'OK' }));
    const back = buildAcceptedSale({ type: 'return', options: { authorizationCode: '012345' } });
    expect(await client().send(back, { policy: buildPolicy(), webhook })).toMatchObject({ kind: 'unknown' });
    expect(getnet.commands()).toHaveLength(1);
  });

  it('the same in sync mode, where the reply is the end: finished', async () => {
    getnet.script(wrapped({ response: approval }, 'TRANSACTION FINISHED'));
    expect(await sendIn('sync')).toMatchObject({ kind: 'finished', proof: { kind: 'approved' } });
  });
});
