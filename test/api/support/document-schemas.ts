import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';

/** A JSON schema, or any part of a document that holds some. */
type Json = Readonly<Record<string, unknown>>;

/** Reads the schemas of an OpenAPI 3.0 document as a generated client does: patterns without the Unicode flag. */
export function compileSchemas(document: Json) {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'document', ...(inJsonSchema(document) as Json) });
  const compiled = new Map<unknown, ValidateFunction>();
  const compile = (schema: unknown): ValidateFunction => {
    const validate = compiled.get(schema) ?? ajv.compile(absolute(inJsonSchema(schema)));
    compiled.set(schema, validate);
    return validate;
  };
  return {
    /** @returns what a schema that was found in the document says of a value; empty: it takes it. */
    faultsOf(schema: unknown, value: unknown): readonly string[] {
      const validate = compile(schema);
      if (validate(value)) return [];
      return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
    },
  };
}

/** OpenAPI 3.0 spells two things in its own way: `nullable`, and limits that are not reached. */
function inJsonSchema(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inJsonSchema);
  if (typeof part !== 'object' || part === null) return part;
  const { nullable, ...rest } = part as Json;
  const inside = limited(
    Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, inJsonSchema(inner)])),
  );
  return nullable === true ? { anyOf: [inside, { type: 'null' }] } : inside;
}

function limited({ exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest }: Json): Json {
  return {
    ...rest,
    ...(minimum !== undefined && { [exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(maximum !== undefined && { [exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum']: maximum }),
  };
}

function absolute(schema: unknown): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as Json;
}
