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
        'The id of the API key, also for an operator; the name that a tool of Temporal gave itself; or a part of this service, of Getnet or of ' +
          'Temporal. Null if Temporal did not record it.',
      ),
  })
  .describe('Who or what did it.');

const auditItem = z.strictObject({
  at: moment,
  actor,
  act: z.string().describe('What the actor did, in words that follow the actor’s name.'),
  why: z.string(),
  evidence: z.string().nullable().describe('What shows it: numbers, answers, times.'),
});

/** The timeline of a transaction, oldest first. */
export const auditSchema = z.strictObject({ items: z.array(auditItem) });
