import type { TerminalCommand } from '../../operations/operation.js';
import { validateFields, filledUpTo } from '../fields.js';
import { sale } from './sale.js';

/** `POST salepromo`, 126: a sale with the name of a promotion. Contract §4.8. */
export const promoSale: TerminalCommand = {
  ...sale,
  ...{ path: 'salepromo', code: 126, countries: ['CL'] },
  validate: (body, country) => [
    ...sale.validate(body, country),
    ...validateFields(body, { idPromo: filledUpTo(250) }),
  ],
};
