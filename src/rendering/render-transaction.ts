import type { Late, LateDecision, OtherNumbers } from '../domain/late-result.js';
import type { NetSale } from '../domain/net-sale.js';
import type { Outcome, Reversal, Snapshot } from '../domain/snapshot.js';
import type { Undo } from '../domain/undo.js';
import type { QueuePlace } from '../domain/waiting-line.js';
import type { Report } from '../domain/verdict.js';

/** A transaction with what is known about it from elsewhere: what was undone of it, what came in late, its place in a queue. */
export interface ShownTransaction extends NetSale {
  readonly queue?: QueuePlace | undefined;
}

/** Where a transaction is read. */
export function buildTransactionPath(transactionId: string): string {
  return `/v1/transactions/${transactionId}`;
}

/** A transaction as the API shows it. A field that is not known yet, or that its type does not have, is null. */
export function render(net: ShownTransaction) {
  const { snapshot, undos, returned, late, queue } = net;
  const { accepted, outcome, status, states, evidence } = snapshot;
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
    queue: queue ?? null,
    outcome: renderOutcome(outcome, accepted.merchant),
    ...renderResult(outcome),
    undoes: renderLink(accepted.undoes?.transactionId),
    undos: undos.map(renderUndo),
    undo: renderLink(findUndoToShow(net)),
    returned: returned ?? null,
    ...renderConfirmation(snapshot),
    late: late ? renderLate(late) : null,
    attempt: accepted.attempt,
    states: states.map(({ n, at, status: entered }) => ({ n, at, status: entered })),
    evidence,
    links: renderLinks(accepted.transactionId),
  };
}

function renderLinks(transactionId: string) {
  const self = buildTransactionPath(transactionId);
  return { self, events: `${self}/events` };
}

export type RenderedTransaction = ReturnType<typeof render>;

/** What is not known is left out, but for the times of an unknown outcome; another merchant's transaction is never named. */
function renderOutcome(outcome: Outcome, merchant: string) {
  const { moneyMoved, evidence, reason, detail, warning, result, holder, amountCharged } = outcome;
  const { nextCheckAt, answerLatestBy } = outcome;
  return {
    moneyMoved,
    ...(evidence && { evidence }),
    ...(reason && { reason }),
    ...(result && { responseCode: result.responseCode, responseMessage: result.responseMessage }),
    ...(detail !== undefined && { detail }),
    ...(warning !== undefined && { warning }),
    ...(amountCharged && { amountCharged }),
    ...(moneyMoved === 'unknown' && {
      nextCheckAt: nextCheckAt ?? null,
      answerLatestBy: answerLatestBy ?? null,
    }),
    ...(holder?.merchant === merchant && { holder: holder.transactionId }),
  };
}

function renderLink(transactionId: string | undefined) {
  return transactionId === undefined ? null : { transactionId };
}

function renderUndo({ transactionId, type, state, amount, since, endedAt }: Undo) {
  return { transactionId, type, status: state, amount: amount ?? null, since, endedAt: endedAt ?? null };
}

function renderResult({ result }: Outcome) {
  return {
    card: result?.card ?? null,
    authorizationCode: result?.authorizationCode ?? null,
    operationId: result?.operationId ?? null,
    receipt: result?.receipt ?? {},
    report: result?.report ? renderReport(result.report) : null,
  };
}

function renderReport({ sales, ...report }: Report) {
  return { ...report, sales: sales?.map(({ isUnreadable: _, ...sale }) => sale) ?? null };
}

function renderConfirmation({ confirmation, reversal }: Snapshot) {
  return {
    confirmation: confirmation?.state ?? null,
    confirmBy: confirmation?.confirmBy ?? null,
    reversal: reversal ? renderReversal(reversal) : null,
  };
}

function renderLate({ moneyMoved, at, action, decision, ...numbers }: Late) {
  return {
    moneyMoved,
    at,
    action,
    ...renderNumbers(numbers),
    ...(decision && { decided: renderDecision(decision) }),
  };
}

/** Only where Getnet has several numbers of the command. */
function renderNumbers({ idPosTxs, alsoCharged, alsoOpen }: Pick<Late, 'idPosTxs' | keyof OtherNumbers>) {
  return {
    ...(idPosTxs && { idPosTxs }),
    ...(alsoCharged && { alsoCharged: [...alsoCharged] }),
    ...(alsoOpen && { alsoOpen: [...alsoOpen] }),
  };
}

function renderDecision({ action, actors, at, reason }: LateDecision) {
  return { action, by: actors, at, reason };
}

function renderReversal({ state, type, reason, detail }: Reversal) {
  return { status: state, type: type ?? null, reason: reason ?? null, detail: detail ?? null };
}

/** The undo that is open, else the latest that is done, else the one that the service has started. */
function findUndoToShow({ snapshot, undos, late }: NetSale): string | undefined {
  const undo = undos.find(isOpen) ?? undos.findLast(isDone);
  return undo?.transactionId ?? snapshot.reversal?.transactionId ?? late?.undo?.transactionId;
}

function isOpen({ state }: Undo): boolean {
  return state === 'open';
}

function isDone({ state }: Undo): boolean {
  return state === 'done';
}
