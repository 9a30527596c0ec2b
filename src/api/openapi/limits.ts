import type { z } from 'zod';

/** Takes off what zod says of every whole number, that JavaScript can hold it: no limit of ours. */
export function withoutUnsaidLimits({
  jsonSchema,
}: {
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
