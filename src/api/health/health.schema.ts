import { z } from 'zod';

/** Whether requests may come. */
export const readinessSchema = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  checks: z.array(
    z.strictObject({
      name: z.enum(['temporal', 'retention', 'replication', 'search_attributes']),
      ok: z.boolean(),
      detail: z.string().describe('In words: what is wrong and what to do, or what could not be checked.'),
    }),
  ),
});
