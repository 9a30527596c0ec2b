import { z } from 'zod';

/** A terminal as the API shows it. */
export const terminalSchema = z.strictObject({
  id: z.string(),
  country: z.enum(['CL', 'AR']),
  state: z.enum(['free', 'busy']),
  holder: z.string().nullable().describe('The transaction that has it, when it is your own.'),
  since: z.iso.datetime().nullable(),
  busyUntil: z.iso.datetime().nullable().describe('Free again by then at the latest; usually much sooner.'),
  mode: z.enum(['async', 'sync']).describe('How commands are sent to Getnet.'),
  capabilities: z.array(z.string()).describe('The types of transaction it takes here.'),
  lastOperation: z
    .strictObject({
      transactionId: z.string(),
      type: z.string(),
      status: z.string(),
      createdAt: z.iso.datetime(),
    })
    .nullable()
    .describe('From an index that is seconds behind.'),
});

/** A merchant's terminals. */
export const terminalListSchema = z.strictObject({
  items: z.array(terminalSchema),
  nextCursor: z.string().nullable(),
});
