import { z } from 'zod';
import { printOnPos } from '../fields.js';
import type { Command } from '../pack.js';
import { defineReport } from '../report.js';
import { skipReceipt } from './fields.js';

const nothing = z.strictObject({});
const printing = z.strictObject({ printOnPos });

/** Contract §4.5: whether cloud and terminal can talk. */
export const poll: Command = defineReport({ path: 'poll', functionCode: 106, options: nothing });

/** Contract §4.7: the sales the terminal lists. */
export const details: Command = defineReport({ path: 'details', functionCode: 105, options: printing });

/** Contract §4.7. */
export const totals: Command = defineReport({ path: 'totals', functionCode: 104, options: printing });

/** Contract §4.7: the latest voucher once more. */
export const lastVoucher: Command = defineReport({
  path: 'lastvoucher',
  functionCode: 101,
  options: printing.extend({ skipReceipt }),
  answersWithVoucher: true,
});

/** Contract §4.7: information on the terminal. */
export const params: Command = defineReport({ path: 'params', functionCode: 114, options: nothing });

/** Contract §4.8: back to stand-alone use. */
export const normalMode: Command = defineReport({ path: 'normalmode', functionCode: 107, options: nothing });
