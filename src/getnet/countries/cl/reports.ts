import { z } from 'zod';
import { defineReport } from '../country.js';
import type { Command } from '../country.js';
import { printOnPos, operationId } from '../fields.js';

const printing = z.strictObject({ printOnPos });

/** Contract §4.5: whether cloud and terminal can talk. */
export const poll: Command = defineReport({ path: 'poll', functionCode: 106, options: z.strictObject({}) });

/** Contract §4.7: the sales of the current batch. */
export const details: Command = defineReport({ path: 'details', functionCode: 105, options: printing });

/** Contract §4.7: ends the batch; its sales can be voided no more. */
export const close: Command = defineReport({
  path: 'close',
  functionCode: 103,
  options: printing,
  closesBatch: true,
});

/** Contract §4.7: the voucher of one sale once more. */
export const duplicate: Command = defineReport({
  path: 'duplicate',
  functionCode: 109,
  options: printing.extend({ operationId }),
  answersWithVoucher: true,
});

/** Contract §4.8: a terminal's C2C mode, on terminals with app 1.0.X. */
export const unattendedMode: Command = defineReport({
  path: 'c2cmode',
  functionCode: 129,
  options: z.strictObject({
    c2cMode: z
      .boolean()
      .optional()
      .describe('true: unattended, nobody stands at the terminal (default); false: attended again.'),
  }),
  defaults: { c2cMode: true },
});
