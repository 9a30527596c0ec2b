import { z } from 'zod';
import type { Command } from '../pack.js';
import { defineReport } from '../report.js';
import { documentDetails } from './print-document.js';

/** Contract §4.8. */
export const print: Command = defineReport({
  path: 'printservice',
  functionCode: 117,
  options: z.strictObject({ details: documentDetails }),
  personal: ['details'],
});
