import { localTime } from '../../wire/local-time.js';
import { trueOrFalse, wholeNumber } from '../fields.js';
import { report } from './report.js';

/** `POST duplicate`, 109: a sale's receipt once more, of whatever batch; declined for a number it never gave. Contract §4.7. */
export const duplicate = report({
  ...{ path: 'duplicate', code: 109, countries: ['CL'] },
  rules: { operationId: wholeNumber(1, 99_999_999, true) },
  tell: ({ terminal, order }, { books }) =>
    books.saleOn(terminal, order.operationId ?? 0)?.reprint() ?? 'refused',
});

/** `POST lastvoucher`, 101: the latest receipt of a sale or return; declined where there is none. Contract §4.7: a guess. */
export const lastVoucher = report({
  ...{ path: 'lastvoucher', code: 101, countries: ['AR'] },
  rules: { skipReceipt: trueOrFalse },
  tell: ({ terminal }, { books }) => {
    const last = books.lastOn(terminal);
    if (!last) return 'refused';
    const { authorizationCode, amount, operationId, card, at } = last;
    const realDate = localTime(at, terminal.country);
    return { authorizationCode, amount, operationId, last4Digits: card.last4Digits, realDate };
  },
});
