import { z } from 'zod';
import { printOnPos } from '../fields.js';
import type { Command } from '../pack.js';
import { defineReport } from '../report.js';
import { operationId } from './operation-id.js';

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
