import { formatAmount } from '../domain/money.js';
import type { Accepted } from '../domain/transaction.js';
import type { LateResultInput } from '../workflows/late-result.messages.js';
import type { ReconciliationInput } from '../workflows/reconciliation.messages.js';
import type { LeaseMemo } from '../workflows/terminal-lease.messages.js';
import type { TransactionInput } from '../workflows/transaction.messages.js';
import type { UndosInput } from '../workflows/undos.messages.js';
import { api, apiKeyActor, joinParts, operatorActor, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';
import { webhookStarts } from './explain-webhooks.js';
import { explainQuarantine } from './explain-quarantine.js';
import { getField, getText } from './history.js';
import type { Fields } from './history.js';

type ExplainStart = (input: unknown, fields: Fields) => EventExplanation;

/** By the registered name of the workflow. */
const explainers: Readonly<Record<string, ExplainStart>> = {
  transaction: explainTransaction,
  terminalLease: explainLease,
  lateResult: explainLateResult,
  recovery: () => ({
    actor: workflowActor('recovery'),
    act: 'began to search for the outcome in the place of the run that had ended without one',
    why: 'nobody else would have found it',
  }),
  reconciliation: (input) => explainReconciliation(input as ReconciliationInput),
  dailyReconciliation: () => ({
    actor: workflowActor('dailyReconciliation'),
    act: 'began to have the terminal reconciled and closed',
    why: 'the merchant’s closing time has come',
  }),
  terminalQueue: () => ({
    actor: workflowActor('terminalQueue'),
    act: 'began to keep the order of those who wait for the terminal',
    why: 'the first one waits; nobody passes by',
  }),
  ...webhookStarts,
  terminalQuarantine: explainQuarantine,
  undos: (input) => {
    const { transactionId, name } = (input as UndosInput).sale;
    return {
      actor: workflowActor('undos'),
      act: `began to remember the undos of ${transactionId ?? name}`,
      why: 'one place permits them, one at a time, and together never more than the sale',
    };
  },
};

export function canExplainWorkflow(workflowType: string): boolean {
  return Object.hasOwn(explainers, workflowType);
}

/** How a run began. */
export function explainStart(workflowType: string, fields: Fields): EventExplanation {
  const continued = getText(fields, 'continuedExecutionRunId');
  if (continued !== undefined)
    return {
      actor: workflowActor(workflowType),
      act: 'went on in a new run',
      why: 'the history of the run before had become long',
      evidence: `it continues the run ${continued}`,
    };
  const explain = explainers[workflowType];
  if (explain) return explain(getField(fields, 'input', 0), fields);
  return { actor: api, act: `started ${workflowType}`, why: 'the history does not say' };
}

function explainReconciliation({ requestedBy, terminal, closes }: ReconciliationInput): EventExplanation {
  const and = closes === undefined ? '' : `, and a ${closes} after that`;
  return {
    actor: requestedBy === undefined ? workflowActor('dailyReconciliation') : apiKeyActor(requestedBy),
    act: `asked for the own numbers of ${terminal.id}, to compare them with ours${and}`,
    why: 'what the terminal says and what we say has to agree',
  };
}

function explainTransaction(input: unknown, fields: Fields): EventExplanation {
  const { accepted, policy } = input as TransactionInput;
  const evidence = joinParts(
    `customId ${accepted.customId}`,
    `${policy.mode} mode`,
    `never sent after ${new Date(accepted.dispatchBy).toISOString()}`,
  );
  const isByHand = getField(fields, 'memo', 'fields', 'accepted') === undefined;
  if (isByHand)
    return {
      actor: operatorActor(getText(fields, 'identity')),
      act: `started the run by hand: ${describeRequest(accepted)}`,
      why: 'the service itself starts a run with a memo, which this one lacks',
      evidence,
    };
  return {
    actor: apiKeyActor(accepted.acceptedBy),
    act: `asked for ${describeRequest(accepted)}`,
    why: 'a request with an Idempotency-Key that had not been used before',
    evidence,
    atMs: Date.parse(accepted.createdAt),
  };
}

/** A request in words, without anything that is personal. */
export function describeRequest({ type, amount, terminal, reference, undoes }: Accepted): string {
  return [
    `a ${type}`,
    amount && `of ${formatAmount(amount)}`,
    undoes && `for the sale ${undoes.name}`,
    `on ${terminal.id}`,
    reference !== undefined && `with the reference ${reference}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function explainLease(_input: unknown, fields: Fields): EventExplanation {
  const { holder, until, isForQuery } = getField(fields, 'memo', 'fields') as LeaseMemo;
  return {
    actor: workflowActor('transaction'),
    act: `took ${holder.terminalId} for ${holder.transactionId}, attempt ${holder.attempt}`,
    why: isForQuery
      ? 'the terminal is to be asked about the command'
      : 'a terminal serves one transaction at a time',
    evidence: `until ${until} at the latest`,
  };
}

function explainLateResult(input: unknown): EventExplanation {
  const { accepted, idPosTxs, proof, isForDecision } = input as LateResultInput;
  if (isForDecision)
    return {
      actor: workflowActor('lateResult'),
      act: `took up what is known of late news about ${accepted.customId}`,
      why: 'a person decides about it',
    };
  return {
    actor: workflowActor('lateResult'),
    act: `began to verify news about ${accepted.customId}`,
    why: 'it came after the transaction had ended, and did not agree with its end',
    evidence: joinParts(
      idPosTxs !== undefined && `number ${idPosTxs}`,
      proof && `the command’s own answer: ${proof.kind}`,
    ),
  };
}
