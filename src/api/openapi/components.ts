import { z } from 'zod';
import { auditSchema } from '../audit/audit.schema.js';
import { readinessSchema } from '../health/readiness.js';
import { attentionItemSchema, attentionListSchema, proposalSchema } from '../operator/operator.schema.js';
import { transactionListSchema } from '../ledger/transaction-list.schema.js';
import { releaseBody, resolutionBody } from '../operator/read-operator-body.js';
import { problemSchema } from '../problems/problem.schema.js';
import { reconciliationSchema } from '../reconciliations/reconciliation.schema.js';
import { reconciliationBody, settlementBody } from '../reconciliations/read-reconciliation-body.js';
import { terminalListSchema, terminalSchema } from '../terminals/terminal.schema.js';
import { transactionSchema } from '../transactions/transaction.schema.js';
import { deliveryListSchema, deliverySchema, webhookTestSchema } from '../webhooks/delivery.schema.js';
import { removeDefaultLimits, buildOperationSchemas } from './operation-schemas.js';
import type { AnswerName, RequestName } from '../docs/refs.js';

/** The very schemas that the answers are tested against. */
const answers: Readonly<Record<AnswerName, z.ZodType>> = {
  Transaction: transactionSchema,
  TransactionList: transactionListSchema,
  Audit: auditSchema,
  Terminal: terminalSchema,
  TerminalList: terminalListSchema,
  Problem: problemSchema,
  Readiness: readinessSchema,
  AttentionItem: attentionItemSchema,
  AttentionList: attentionListSchema,
  Proposal: proposalSchema,
  WebhookDelivery: deliverySchema,
  WebhookDeliveryList: deliveryListSchema,
  WebhookTest: webhookTestSchema,
  Reconciliation: reconciliationSchema,
};

/** The very schemas that read the bodies of operators. */
const requests: Readonly<Record<RequestName, z.ZodType>> = {
  Resolution: resolutionBody,
  Release: releaseBody,
  ReconciliationStart: reconciliationBody,
  DifferencesSettled: settlementBody,
};

/** The schemas of requests and answers, as OpenAPI 3.0 writes them. */
export function openApiSchemas(): Record<string, object> {
  const shown = Object.entries(answers).map(([name, schema]) => [name, toOpenSchema(schema)] as const);
  const read = Object.entries(requests).map(([name, schema]) => [name, toRequestSchema(schema)] as const);
  return { ...buildOperationSchemas(), ...Object.fromEntries([...shown, ...read]) };
}

function toRequestSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', override: removeDefaultLimits });
}

/** An answer may gain fields: clients must not be generated to refuse them. */
function toOpenSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'output',
    override: ({ jsonSchema }) => {
      removeDefaultLimits({ jsonSchema });
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}
