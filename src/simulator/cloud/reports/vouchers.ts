import { formatLocalTime } from '../../wire/local-time.js';
import { trueOrFalse, wholeNumber } from '../fields.js';
import { defineReport } from './report.js';

/** `POST duplicate`, 109: a sale's receipt once more, of whatever batch; declined for a number it never gave. Contract §4.7. */
export const duplicate = defineReport({
  path: 'duplicate',
  code: 109,
  countries: ['CL'],
  rules: { operationId: wholeNumber(1, 99_999_999, true) },
  buildFields: ({ terminal, order }, { salesLedger }) =>
    salesLedger.findSaleByReceipt(terminal, order.operationId ?? 0)?.buildDuplicate() ?? 'refused',
});

/** `POST lastvoucher`, 101: the latest receipt of a sale or return; declined where there is none. Contract §4.7: a guess. */
export const lastVoucher = defineReport({
  path: 'lastvoucher',
  code: 101,
  countries: ['AR'],
  rules: { skipReceipt: trueOrFalse },
  buildFields: ({ terminal }, { salesLedger }) => {
    const last = salesLedger.getLastReceipt(terminal);
    if (!last) return 'refused';
    const { authorizationCode, amount, operationId, card, atMs } = last;
    const realDate = formatLocalTime(atMs, terminal.country);
    return { authorizationCode, amount, operationId, last4Digits: card.last4Digits, realDate };
  },
});
