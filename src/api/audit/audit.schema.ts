import { z } from 'zod';
import type { ActorKind } from '../../timeline/entry.js';
import { moment } from '../transactions/moment.schema.js';

const actor = z
  .strictObject({
    kind: z.enum(['api_key', 'operator', 'service', 'getnet', 'temporal'] satisfies readonly ActorKind[]),
    id: z
      .string()
      .nullable()
      .describe(
        'An API key’s id, an operator’s too; of a tool of Temporal, what it called itself; a part of this service, of Getnet or of ' +
          'Temporal. Null where nobody noted it.',
      ),
  })
  .describe('Who or what did it.');

const auditItem = z.strictObject({
  at: moment,
  actor,
  act: z.string().describe('What it did, in words that follow the actor.'),
  why: z.string(),
  evidence: z.string().nullable().describe('What shows it: numbers, answers, times.'),
});

/** The timeline of a transaction, oldest first. */
export const auditSchema = z.strictObject({ items: z.array(auditItem) });
