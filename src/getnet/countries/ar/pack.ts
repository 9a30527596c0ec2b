import type { CountryPack } from '../country.js';
import { details, lastVoucher, normalMode, params, poll, totals, shift, shiftReport } from './reports.js';
import { sale } from './sale.js';
import { returnSale } from './undo.js';

/** Argentina: whether an amount on the wire is in pesos or in centavos is for the configuration to say (contract §12 Q1). */
export const argentina: CountryPack = {
  country: 'AR',
  sendIdSucursalAs: 'int',
  minorPerWireUnit: ({ arAmountUnit }) => {
    switch (arAmountUnit) {
      case 'pesos':
        return 100;
      case 'centavos':
        return 1;
      case undefined:
        return undefined;
    }
  },
  commands: {
    sale,
    return: returnSale,
    poll,
    details,
    totals,
    last_voucher: lastVoucher,
    params,
    shift,
    shift_report: shiftReport,
    normal_mode: normalMode,
  },
  cancelCommand: { path: 'cancelsale', functionCode: 116, stops: ['sale'] },
};
