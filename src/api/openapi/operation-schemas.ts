import { z } from 'zod';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import { listCapabilities, countries } from '../../getnet/countries/countries.js';
import { getOperationBody } from '../transactions/body/start-body.js';
import type { BodySchema, OperationBody } from '../transactions/body/start-body.js';
import { getCountryName, getOperationName, operationWords } from '../transactions/body/operation-names.js';

const buildRef = (name: string) => `#/components/schemas/${name}`;

/** A schema for each operation of each country, and one for all of a country, told apart by `type`. */
export function buildOperationSchemas(): Record<string, object> {
  return Object.fromEntries(
    countries.flatMap((country) => [...listOperations(country), combineOperations(country)]),
  );
}

function listOperations(country: Country): readonly (readonly [string, object])[] {
  return listCapabilities(country).flatMap((type) => {
    const body = getOperationBody(type, country);
    return body === undefined
      ? []
      : [[getOperationName(type, country), createSchema(body, type, country)] as const];
  });
}

function combineOperations(country: Country): readonly [string, object] {
  const names = listCapabilities(country).map(
    (type) => [type, buildRef(getOperationName(type, country))] as const,
  );
  const all = {
    title: `An operation in ${getCountryName(country)}`,
    oneOf: names.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: 'type', mapping: Object.fromEntries(names) },
  };
  return [getOperationName('operation', country), all];
}

function createSchema(body: OperationBody, type: TransactionType, country: Country): object {
  const title = `${type} in ${getCountryName(country)}`;
  const description = operationWords[type];
  if (body.kind === 'one') return { title, description, ...toJsonSchema(body.schema) };
  const ofOurs = { title: `${type} of a sale of this service`, ...toJsonSchema(body.ofOurs) };
  const byNumbers = { title: `${type} of a sale made elsewhere`, ...toJsonSchema(body.byNumbers) };
  return { title, description, oneOf: [ofOurs, byNumbers] };
}

function toJsonSchema(schema: BodySchema): object {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', override: removeDefaultLimits });
}

/** Takes off what zod says of every whole number, that JavaScript can hold it: no limit of ours. */
export function removeDefaultLimits({
  jsonSchema,
}: {
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
