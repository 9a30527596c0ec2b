import { describe, expect, it } from '@jest/globals';
import { isProvenUncharged, nameMoneyMoved } from '../../../clients/typescript/src/index.js';
import type { Transaction } from '../../../clients/typescript/src/index.js';
import { toPayment } from '../../../clients/typescript/src/payment.js';
import { json, transaction } from './support/fake-service.js';
import { openShop, order } from './support/shop.js';

type LateNews = NonNullable<Transaction['late']>;

const at = '2026-01-15T13:30:41.120Z';
const declined = { status: 'declined', outcome: { moneyMoved: 'no' } } as const;

const late = (moneyMoved: LateNews['moneyMoved'], over: Partial<LateNews> = {}): LateNews => ({
  moneyMoved,
  at,
  action: 'ask',
  ...over,
});

describe('what was proven after the end', () => {
  const shop = openShop();

  it('a declined order charged after all, and the shop asks again, or calls again with the order: no longer "no"', async () => {
    shop.service.does(json(200, transaction({ ...declined, late: late('yes') })));
    const client = shop.client();
    const again = [await client.transactions.get('tx_1'), await client.sales.create(order)];
    for (const payment of again) {
      expect(nameMoneyMoved(payment.moneyMoved)).toBe('unknown');
      expect(payment.warning).toContain(`"yes" was proven after the end, at ${at}`);
    }
  });

  it('an approved sale charged nobody after all: no longer "yes"', () => {
    const payment = toPayment(transaction({ late: late('no') }));
    expect(nameMoneyMoved(payment.moneyMoved)).toBe('unknown');
    expect(payment.warning).toContain(`"no" was proven after the end, at ${at}`);
  });

  it('an approved sale charged a second time: "yes" stays, and a warning says so, beside that of the service', () => {
    const outcome = { moneyMoved: 'yes', warning: 'read the amount' } as const;
    const payment = toPayment(transaction({ outcome, late: late('yes') }));
    expect(nameMoneyMoved(payment.moneyMoved)).toBe('yes');
    expect(payment.warning).toBe(`read the amount; "yes" was proven after the end, at ${at}: see "late"`);
  });

  it.each([{ alsoOpen: ['N2'] }, { alsoCharged: ['N2'] }])(
    'nothing is charged by one number, and %j: not proven uncharged',
    (others) => {
      const open = transaction({ ...declined, late: late('no', others) });
      expect(nameMoneyMoved(toPayment(open).moneyMoved)).toBe('unknown');
      expect(isProvenUncharged(open)).toBe(false);
    },
  );

  it('nothing came: the outcome stands, without a warning', () => {
    const payment = toPayment(transaction(declined));
    expect(nameMoneyMoved(payment.moneyMoved)).toBe('no');
    expect(payment.warning).toBeUndefined();
  });
});
