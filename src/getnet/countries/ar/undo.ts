import { z } from 'zod';
import { toLocalDay } from '../../../domain/local-day.js';
import { authorizationCode, printOnPos, parseUsableCode, skipConfirmation, skipReceipt } from '../fields.js';
import type { Command, Original, OptionsSchema } from '../country.js';

/** Contract §4.4: `YYYY-MM-DD`. */
const date = z.iso.date();

const returnOptions = z.strictObject({
  originalTransDate: date
    .optional()
    .describe('Day of the sale at Getnet, YYYY-MM-DD, for when it is not the one on the receipt (default).'),
  skipConfirmation,
  skipReceipt,
  printOnPos,
}) satisfies OptionsSchema;

const foreignOptions = returnOptions.extend({
  authorizationCode,
  originalTransDate: date.describe('Day of the sale at Getnet, YYYY-MM-DD, as on its receipt.'),
}) satisfies OptionsSchema;

/** Contract §4.4: the only way back in Argentina. */
export const returnSale: Command = {
  path: 'return',
  functionCode: 108,
  takesAmount: true,
  options: returnOptions,
  moneyOptions: [],
  defaults: () => ({}),
  isCardSale: () => false,
  undoing: {
    numbersFor(original) {
      const code = parseUsableCode(original.result.authorizationCode);
      return code === undefined
        ? undefined
        : { authorizationCode: code, originalTransDate: findSaleDay(original) };
    },
    listDays: listNamedDays,
    foreignSaleOptions: foreignOptions,
    // Contract §4.4: the confirm screen would wait for a cashier.
    unattended: { skipConfirmation: true },
    namedBy: 'authorizationCode',
  },
};

/** The day Getnet itself names; else that of the sale, where the terminal stands: the contract leaves open which one counts. */
function findSaleDay({ result, madeAt }: Original): string {
  const [named] = listNamedDays({ result });
  return named ?? toLocalDay('AR', Date.parse(madeAt));
}

function listNamedDays({ result }: Pick<Original, 'result'>): readonly string[] {
  const { realDate, accountingDate, dateTime } = result.receipt;
  const named = [realDate, accountingDate, dateTime].map((text) => String(text ?? '').slice(0, 10));
  return named.filter((text) => date.safeParse(text).success);
}
