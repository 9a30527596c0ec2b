import { z } from 'zod';
import { HOLDS_A_CARD, holdsNoCard } from '../transactions/body/body-fields.js';
import { describeIssue } from '../transactions/body/fault-words.js';
import { redactForms } from '../../config/redaction/redact-text.js';
import { MAX_ATTEMPTS } from '../../domain/ids.js';
import { lateActions } from '../../domain/late-result.js';
import { resolutionVerdicts } from '../../domain/resolution.js';
import { problem } from '../problems/problem.js';
import type { Fault } from '../problems/problem.js';

const NO_CONTROL_CHARACTERS = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$/;

/** What a person writes: kept for good, so without anything secret. */
export function textField(longest: number) {
  return (
    z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(longest, `must have at most ${longest} characters`)
      .regex(NO_CONTROL_CHARACTERS, 'must not contain control characters')
      .refine(holdsNoCard, { error: HOLDS_A_CARD })
      // The words are kept for good, in the history too.
      .transform(redactForms)
  );
}

/** The body of a resolution. */
export const resolutionBody = z.strictObject({
  verdict: z.enum(resolutionVerdicts).meta({
    description:
      '`approved`: the money moved. `declined`: the command reached the terminal and moved no money. `not_sent`: it never reached the ' +
      'terminal.',
  }),
  reason: textField(500).meta({
    description: 'Why you are sure.',
    example: 'The customer has no receipt, and the roll of the terminal lists no sale at that time.',
  }),
  evidence: textField(2_000).meta({
    description: 'What you have seen, so that somebody else can find it again.',
    example: 'Report of cl-till-1 of 15 January, 13:40',
  }),
  action: z.enum(lateActions).optional().meta({
    description:
      'For a `late_result` only. `keep` (default): the money stays as it is. `undo`: the service gives the late charge back.',
  }),
  attempt: z
    .int()
    .min(1)
    .max(MAX_ATTEMPTS)
    .optional()
    .meta({
      description:
        'For a `late_result` only: the attempt that the verdict is about, as the evidence names it. Required if several attempts have ' +
        'late news.',
      example: 2,
    }),
  actor: textField(100).optional().meta({
    description: 'The person behind the API key, in your own words. The key itself is what counts.',
    example: 'Ana',
  }),
});

/** The body of a release. */
export const releaseBody = z.strictObject({
  reason: textField(500).meta({
    description: 'Why the terminal has to be free.',
    example: 'The terminal shows its home screen and a queue is waiting.',
  }),
});

export type ResolutionBody = z.infer<typeof resolutionBody>;
export type ReleaseBody = z.infer<typeof releaseBody>;

/** @throws Problem `invalid-request` that names every fault with its field. */
export function readOperatorBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body ?? {}, { error: describe });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(toFaults);
  const count = errors.length === 1 ? '1 fault' : `${errors.length} faults`;
  const detail = `${count}, named in "errors". Nothing was changed; correct the body and repeat.`;
  throw problem('invalid-request', detail, { errors });
}

function describe(issue: z.core.$ZodRawIssue): string {
  return issue.input === undefined ? 'is required' : describeIssue(issue);
}

function toFaults(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({
    field: [...path, key].join('.'),
    message: 'is not a field of this request',
  }));
}
