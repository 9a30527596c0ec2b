import type { TerminalCommand } from '../../operations/operation.js';
import { fieldFaults, filledUpTo } from '../fields.js';
import { sale } from './sale.js';

/** `POST salepromo`, 126: a sale with the name of a promotion. Contract §4.8. */
export const promoSale: TerminalCommand = {
  ...sale,
  ...{ path: 'salepromo', code: 126, countries: ['CL'] },
  faults: (body, country) => [
    ...sale.faults(body, country),
    ...fieldFaults(body, { idPromo: filledUpTo(250) }),
  ],
};
