import type { Batch, Voucher } from '../../operations/books.js';
import { standing } from '../../operations/books.js';
import { inventedCard } from '../../terminals/card.js';
import type { Country, Terminal } from '../../terminals/terminal.js';
import { localTime } from '../../wire/local-time.js';
import { commerceCode } from '../../wire/shape-a.js';
import { report } from './report.js';

/** `POST details`, 105: the sales of the open batch. Contract §4.7: names of siblings, in camel case. */
export const details = report({
  ...{ path: 'details', code: 105, countries: ['CL', 'AR'] },
  tell: ({ terminal, script }, { books }) => ({
    saleDetails: [
      ...detailsOf(books.batchOf(terminal), terminal.country),
      ...inventedDetails(script.saleDetails),
    ],
  }),
});

/** `POST close`, 103: ends the batch and tells its sales. Contract §4.7. */
export const close = report({
  ...{ path: 'close', code: 103, countries: ['CL'] },
  tell: ({ terminal, script }, { books }) => ({
    ...merchantOf(terminal),
    success: true,
    saleDetails: [
      ...detailsOf(books.close(terminal), terminal.country),
      ...inventedDetails(script.saleDetails),
    ],
  }),
});

/** `POST totals`, 104: sums of the open batch. No field of it is known (contract §4.7): these are invented. */
export const totals = report({
  ...{ path: 'totals', code: 104, countries: ['AR'] },
  tell: ({ terminal }, { books }) => {
    const batch = books.batchOf(terminal);
    const sales = standing(batch.sales);
    return {
      ...{ salesCount: sales.length, salesAmount: sumOf(sales) },
      ...{ returnsCount: batch.returns.length, returnsAmount: sumOf(batch.returns) },
    };
  },
});

function merchantOf({ idTerminal }: Terminal): object {
  return { commerceCode, terminalId: idTerminal };
}

function sumOf(vouchers: readonly Voucher[]): number {
  return vouchers.reduce((sum, { amount }) => sum + amount, 0);
}

function detailsOf({ sales }: Batch, country: Country): readonly object[] {
  return standing(sales).map(({ operationId, amount, authorizationCode, card, at }) => {
    const { cardBrand, cardType, last4Digits } = card;
    const time = localTime(at, country);
    return {
      ...{ operationId, amount, authorizationCode, cardBrand, cardType, last4Digits },
      ...{ accountingDate: time, realDate: time },
    };
  });
}

// A shop's busy day, for whoever has to take a long report; the books do not know these.
function inventedDetails(count = 0): readonly object[] {
  const { cardBrand, cardType, last4Digits } = inventedCard;
  const time = localTime(Date.now(), 'CL');
  return Array.from({ length: count }, (_, place) => ({
    ...{ operationId: 10_000 + place, amount: 1_000 + place, authorizationCode: String(100_000 + place) },
    ...{ cardBrand, cardType, last4Digits, accountingDate: time, realDate: time },
  }));
}
