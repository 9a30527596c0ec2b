import type { CountryPack } from '../country.js';
import { identityCheck } from './identity-check.js';
import { print } from './print.js';
import { close, details, duplicate, poll, unattendedMode } from './reports.js';
import { promoSale, sale } from './sale.js';
import { returnSale, voidSale } from './undo.js';

/** Chile: whole pesos on the wire, which are the minor units of CLP (contract §4.2). */
export const chile: CountryPack = {
  country: 'CL',
  sendIdSucursalAs: 'int',
  minorPerWireUnit: () => 1,
  commands: {
    sale,
    promo_sale: promoSale,
    void: voidSale,
    return: returnSale,
    poll,
    details,
    close,
    duplicate,
    unattended_mode: unattendedMode,
    print,
    identity_check: identityCheck,
  },
  deviceQuery: { path: 'get_transaction', functionCode: 99 },
};
