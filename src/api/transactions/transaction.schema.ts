import { z } from 'zod';
import { notSentReasons } from '../../domain/not-sent.js';
import type { MoneyMoved, Status } from '../../domain/status.js';
import type { ProofSource } from '../../domain/verdict.js';

const moment = z.iso.datetime();

export const statuses = [
  'queued',
  'dispatching',
  'in_progress',
  'cancel_requested',
  'verifying',
  'needs_attention',
  'approved',
  'declined',
  'not_sent',
  'completed',
] as const satisfies readonly Status[];

const moneyMoved = z
  .enum(['yes', 'no', 'unknown'] satisfies readonly MoneyMoved[])
  .describe('Whether the customer was charged. `unknown` is never to be read as no: wait, or ask.');

const proofSource = z
  .enum(['sync_response', 'status_query', 'device_query', 'operator'] satisfies readonly ProofSource[])
  .describe('What proved the outcome. Never a callback alone.');

const outcome = z.strictObject({
  moneyMoved,
  evidence: proofSource.optional(),
  reason: z.enum(notSentReasons).optional().describe('Why it was not sent: the code of the problem.'),
  responseCode: z.int().optional().describe('The code of the terminal: 0 is approved.'),
  responseMessage: z.string().nullable().optional(),
  detail: z
    .string()
    .optional()
    .describe('In words: what Getnet said when it refused, or why a person is needed.'),
  warning: z.string().optional().describe('Approved, but read this before handing over the goods.'),
  holder: z.string().optional().describe('The transaction that had the terminal, when it is your own.'),
});

const card = z
  .strictObject({ brand: z.string().nullable(), type: z.string().nullable(), last4: z.string().nullable() })
  .describe('As Getnet names it. No more of the card than this is kept.');

const state = z.strictObject({
  n: z.int().describe('From 1, without gaps.'),
  at: moment,
  status: z.enum(statuses),
});

const evidence = z.strictObject({
  at: moment,
  source: z.string(),
  says: z.string(),
  times: z.int().describe('How often in a row.'),
  lastAt: moment,
});

/** A transaction as the API shows it. */
export const transactionSchema = z.strictObject({
  id: z.string().describe('`tx_` and 19 letters or digits, derived from merchant and idempotency key.'),
  type: z.enum(['sale']),
  status: z.enum(statuses),
  terminalId: z.string(),
  reference: z.string().nullable(),
  amount: z.strictObject({ value: z.int(), currency: z.enum(['CLP', 'ARS']) }).nullable(),
  idPosTxs: z.string().nullable().describe('The number Getnet gave the command.'),
  createdAt: moment,
  finalAt: moment.nullable(),
  outcome,
  card: card.nullable(),
  authorizationCode: z.string().nullable(),
  operationId: z.int().nullable().describe('The number of the voucher at the terminal.'),
  receipt: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('What a receipt needs, as Getnet names it.'),
  attempt: z.int().describe('From 1; the same key tries again after not_sent.'),
  states: z.array(state).describe('The log of states.'),
  evidence: z.array(evidence).describe('What was learned about the command, from whom, and when.'),
  links: z.strictObject({ self: z.string() }),
});
