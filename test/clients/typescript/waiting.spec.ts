import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, nameMoneyMoved } from '../../../clients/typescript/src/index.js';
import { approved, away, disconnect, json, onItsWay, problem, transaction } from './support/fake-service.js';

import { catchFailure, openShop, order } from './support/shop.js';

const shop = openShop();

describe('waiting for the end', () => {
  it('it takes some requests, and one is lost: the end is told', async () => {
    shop.service.does(onItsWay, onItsWay, disconnect, away(), approved);
    const sale = await shop.client().sales.create(order);
    expect(sale.isFinal).toBe(false);
    const end = await shop.client().sales.waitUntilFinal(sale);
    expect(end).toMatchObject({ status: 'approved', isFinal: true });
    expect(shop.service.arrived[1]).toMatchObject({
      method: 'GET',
      path: '/v1/transactions/tx_1',
      headers: { prefer: 'wait=20' },
    });
  });

  it('only a person can go on: it is told at once', async () => {
    shop.service.does(
      json(200, transaction({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } })),
    );
    const end = await shop.client().transactions.waitUntilFinal('tx_1');
    expect(end).toMatchObject({ status: 'needs_attention', isFinal: false });
  });

  it('the time is over: the last state is told, and it is not final', async () => {
    shop.service.does(onItsWay, disconnect);
    const end = await shop.client().transactions.waitUntilFinal('tx_1', { withinMs: 900 });
    expect(end).toMatchObject({ status: 'in_progress', isFinal: false });
  });

  it('it could never be read: an error, and unknown', async () => {
    shop.service.does(disconnect);
    const error = await catchFailure(shop.client().transactions.waitUntilFinal('tx_1', { withinMs: 400 }));
    expect(error).toBeInstanceOf(OutcomeUnknown);
  });

  it('there is no such transaction: the problem, at once', async () => {
    shop.service.does(problem({ code: 'not-found', status: 404, retry: 'never', moneyMoved: 'unknown' }));
    expect(await catchFailure(shop.client().transactions.waitUntilFinal('tx_2'))).toMatchObject({
      code: 'not-found',
    });
    expect(shop.service.arrived).toHaveLength(1);
  });

  it('the API key is refused: that says “no” of the request, and nothing of the sale', async () => {
    shop.service.does(problem({ code: 'unauthorized', status: 401 }));
    for (const ask of [shop.client().transactions.get, shop.client().transactions.waitUntilFinal]) {
      const error = await catchFailure(ask('tx_1'));
      expect(error).toMatchObject({ code: 'unauthorized' });
      expect(nameMoneyMoved(error.moneyMoved)).toBe('unknown');
    }
  });
});
