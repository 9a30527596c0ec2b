import type { Outcome, Snapshot } from '../../domain/snapshot.js';

/** Where a transaction is read. */
export function transactionPath(transactionId: string): string {
  return `/v1/transactions/${transactionId}`;
}

/** @returns a transaction as the API shows it. What is not known yet is null. */
export function render(snapshot: Snapshot) {
  const { accepted, outcome, status, states, evidence } = snapshot;
  const { result } = outcome;
  return {
    id: accepted.transactionId,
    type: accepted.type,
    status,
    terminalId: accepted.terminal.id,
    reference: accepted.reference ?? null,
    amount: accepted.amount ?? null,
    idPosTxs: snapshot.idPosTxs ?? null,
    createdAt: accepted.createdAt,
    finalAt: snapshot.finalAt ?? null,
    outcome: outcomeOf(outcome, accepted.merchant),
    card: result?.card ?? null,
    authorizationCode: result?.authorizationCode ?? null,
    operationId: result?.operationId ?? null,
    receipt: result?.receipt ?? {},
    attempt: accepted.attempt,
    states,
    evidence,
    links: { self: transactionPath(accepted.transactionId) },
  };
}

export type RenderedTransaction = ReturnType<typeof render>;

/** What is not known is left out; another merchant's transaction is never named. */
function outcomeOf(
  { moneyMoved, evidence, reason, detail, warning, result, holder }: Outcome,
  merchant: string,
) {
  return {
    moneyMoved,
    ...(evidence && { evidence }),
    ...(reason && { reason }),
    ...(result && { responseCode: result.responseCode, responseMessage: result.responseMessage }),
    ...(detail !== undefined && { detail }),
    ...(warning !== undefined && { warning }),
    ...(holder?.merchant === merchant && { holder: holder.transactionId }),
  };
}
