import { z } from 'zod';
import { textField } from '../operator/read-operator-body.js';

/** The body that starts a reconciliation. */
export const reconciliationBody = z.strictObject({
  terminalId: z.string().min(1).max(64).meta({ description: 'One of your terminals.', example: 'cl-till-1' }),
  close: z.boolean().optional().meta({
    description: 'Whether the terminal is closed then: its batch in Chile, its shift in Argentina.',
    example: false,
  }),
});

/** The body that settles differences. */
export const settlementBody = z.strictObject({
  lines: z
    .array(z.int().min(0).max(9_999))
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: 'Places in `lines`, from 0; all that differ if left out.', example: [0] }),
  reason: textField(500).meta({
    description: 'What was found out, and what was done about it.',
    example: 'The sale was taken by hand while the network was down; it is in the till’s own book.',
  }),
});

export type ReconciliationBody = z.infer<typeof reconciliationBody>;
export type SettlementBody = z.infer<typeof settlementBody>;
