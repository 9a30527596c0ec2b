import { z } from 'zod';
import { readinessSchema } from '../health/health.schema.js';
import { problemSchema } from '../problems/problem.schema.js';
import { terminalListSchema, terminalSchema } from '../terminals/terminal.schema.js';
import { saleBody } from '../transactions/start-body.js';
import { transactionSchema } from '../transactions/transaction.schema.js';
import type { ComponentName } from './refs.js';

/** The very schemas that read requests, and those that the answers are tested against. */
const schemas: Readonly<Record<ComponentName, z.ZodType>> = {
  SaleInChile: saleBody('CL'),
  SaleInArgentina: saleBody('AR'),
  Transaction: transactionSchema,
  Terminal: terminalSchema,
  TerminalList: terminalListSchema,
  Problem: problemSchema,
  Readiness: readinessSchema,
};

const inputs: readonly string[] = ['SaleInChile', 'SaleInArgentina'] satisfies readonly ComponentName[];

/** @returns the schemas of the document, in the words of OpenAPI 3.0. */
export function openApiSchemas(): Record<string, object> {
  const entries = Object.entries(schemas).map(([name, schema]) => {
    const io = inputs.includes(name) ? 'input' : 'output';
    return [name, z.toJSONSchema(schema, { target: 'openapi-3.0', io })] as const;
  });
  return Object.fromEntries(entries);
}
