import { z } from 'zod';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import { listCapabilities, countries } from '../../getnet/countries/packs.js';
import { bodyOf } from '../transactions/start-body.js';
import type { BodySchema, OperationBody } from '../transactions/start-body.js';
import { withoutUnsaidLimits } from './limits.js';
import { countryName, operationName, operationWords } from './operation-words.js';

const refTo = (name: string) => `#/components/schemas/${name}`;

/** @returns a schema for each operation of each country, and one for all of a country, told apart by `type`. */
export function operationSchemas(): Record<string, object> {
  return Object.fromEntries(countries.flatMap((country) => [...operationsIn(country), allIn(country)]));
}

function operationsIn(country: Country): readonly (readonly [string, object])[] {
  return listCapabilities(country).flatMap((type) => {
    const body = bodyOf(type, country);
    return body === undefined ? [] : [[operationName(type, country), schemaOf(body, type, country)] as const];
  });
}

function allIn(country: Country): readonly [string, object] {
  const names = listCapabilities(country).map((type) => [type, refTo(operationName(type, country))] as const);
  const all = {
    title: `An operation in ${countryName(country)}`,
    oneOf: names.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: 'type', mapping: Object.fromEntries(names) },
  };
  return [operationName('operation', country), all];
}

function schemaOf(body: OperationBody, type: TransactionType, country: Country): object {
  const title = `${type} in ${countryName(country)}`;
  const description = operationWords[type];
  if (body.kind === 'one') return { title, description, ...jsonSchemaOf(body.schema) };
  const ofOurs = { title: `${type} of a sale of this service`, ...jsonSchemaOf(body.ofOurs) };
  const byNumbers = { title: `${type} of a sale made elsewhere`, ...jsonSchemaOf(body.byNumbers) };
  return { title, description, oneOf: [ofOurs, byNumbers] };
}

function jsonSchemaOf(schema: BodySchema): object {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', override: withoutUnsaidLimits });
}
