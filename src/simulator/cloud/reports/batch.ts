import type { Batch, Receipt } from '../../operations/sales-ledger.js';
import { excludeVoided } from '../../operations/sales-ledger.js';
import { inventedCard } from '../../terminals/card.js';
import type { Country, Terminal } from '../../terminals/terminal.js';
import { formatLocalTime } from '../../wire/local-time.js';
import { commerceCode } from '../../wire/shape-a.js';
import { defineReport } from './report.js';

/** `POST details`, 105: the sales of the open batch. Contract §4.7: names of siblings, in camel case. */
export const details = defineReport({
  path: 'details',
  code: 105,
  countries: ['CL', 'AR'],
  buildFields: ({ terminal, script }, { salesLedger }) => ({
    saleDetails: [
      ...listSaleDetails(salesLedger.getOpenBatch(terminal), terminal.country),
      ...inventDetails(script.saleDetails),
    ],
  }),
});

/** `POST close`, 103: ends the batch and tells its sales. Contract §4.7. */
export const close = defineReport({
  path: 'close',
  code: 103,
  countries: ['CL'],
  buildFields: ({ terminal, script }, { salesLedger }) => ({
    ...merchantFields(terminal),
    success: true,
    saleDetails: [
      ...listSaleDetails(salesLedger.closeBatch(terminal), terminal.country),
      ...inventDetails(script.saleDetails),
    ],
  }),
});

/** `POST totals`, 104: sums of the open batch. No field of it is known (contract §4.7): these are invented. */
export const totals = defineReport({
  path: 'totals',
  code: 104,
  countries: ['AR'],
  buildFields: ({ terminal }, { salesLedger }) => {
    const batch = salesLedger.getOpenBatch(terminal);
    const sales = excludeVoided(batch.sales);
    return {
      salesCount: sales.length,
      salesAmount: sumAmounts(sales),
      returnsCount: batch.returns.length,
      returnsAmount: sumAmounts(batch.returns),
    };
  },
});

function merchantFields({ idTerminal }: Terminal): object {
  return { commerceCode, terminalId: idTerminal };
}

function sumAmounts(vouchers: readonly Receipt[]): number {
  return vouchers.reduce((sum, { amount }) => sum + amount, 0);
}

function listSaleDetails({ sales }: Batch, country: Country): readonly object[] {
  return excludeVoided(sales).map(({ operationId, amount, authorizationCode, card, atMs }) => {
    const { cardBrand, cardType, last4Digits } = card;
    const time = formatLocalTime(atMs, country);
    return {
      operationId,
      amount,
      authorizationCode,
      cardBrand,
      cardType,
      last4Digits,
      accountingDate: time,
      realDate: time,
    };
  });
}

// A shop's busy day, for whoever has to take a long report; the sales ledger does not have these.
function inventDetails(count = 0): readonly object[] {
  const { cardBrand, cardType, last4Digits } = inventedCard;
  const time = formatLocalTime(Date.now(), 'CL');
  return Array.from({ length: count }, (_, place) => ({
    operationId: 10_000 + place,
    amount: 1_000 + place,
    authorizationCode: String(100_000 + place),
    cardBrand,
    cardType,
    last4Digits,
    accountingDate: time,
    realDate: time,
  }));
}
