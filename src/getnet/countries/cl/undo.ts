import { z } from 'zod';
import { authorizationCode, printOnPos, parseUsableCode, operationId } from '../fields.js';
import type { Command, OptionsSchema } from '../country.js';

const undoOptions = z.strictObject({ printOnPos }) satisfies OptionsSchema;

/** Contract §4.3: always in full, and (as sibling products say) only before the batch is closed. Getnet's path says refund. */
export const voidSale: Command = {
  path: 'refund',
  functionCode: 102,
  takesAmount: false,
  options: undoOptions,
  moneyOptions: [],
  defaults: () => ({}),
  isCardSale: () => false,
  undoing: {
    numbersFor({ result }) {
      const number = operationId.safeParse(result.operationId);
      return number.success ? { operationId: number.data } : undefined;
    },
    foreignSaleOptions: undoOptions.extend({ operationId }),
    namedBy: 'operationId',
  },
};

/** Contract §4.4. */
export const returnSale: Command = {
  path: 'return',
  functionCode: 108,
  takesAmount: true,
  options: undoOptions,
  moneyOptions: [],
  defaults: () => ({}),
  isCardSale: () => false,
  undoing: {
    numbersFor({ result }) {
      const code = parseUsableCode(result.authorizationCode);
      return code === undefined ? undefined : { authorizationCode: code };
    },
    foreignSaleOptions: undoOptions.extend({ authorizationCode }),
    namedBy: 'authorizationCode',
  },
};
