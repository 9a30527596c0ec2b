import { ApplicationFailure, CancellationScope, setHandler, workflowInfo } from '@temporalio/workflow';
import { decideCancel, toCancelled } from '../domain/cancel.js';
import { needsConfirmation } from '../domain/confirmation.js';
import type { CancelDecision, CancelRefusal } from '../domain/cancel.js';
import * as record from '../domain/record.js';
import type { NotSent } from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';
import { askTerminalToCancel, findSafeLease } from './cancel-command.js';
import { cancelRequestedUpdate } from './transaction.messages.js';
import type { CancelRequest } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';

/** In the scope that Temporal cancels. */
export function registerCancelHandlers(state: TransactionState): void {
  setHandler(cancelRequestedUpdate, (request) => acceptCancel(state, request), {
    description: 'A cancel request: the run sends nothing more, or tells the terminal to stop',
    validator: (request) => requireCancellable(state, request),
  });
  void CancellationScope.current().cancelRequested.catch(() => recordCancelRequest(state));
}

/** Refuses what cannot be cancelled, by what this run knows. A request that was taken before is taken again. */
function requireCancellable(state: TransactionState, { at }: CancelRequest): void {
  const { runId, firstExecutionRunId } = workflowInfo();
  if (runId !== firstExecutionRunId) throw buildFailure('RepeatsEarlierRun');
  const decision = decide(state, Math.max(at, state.clock.nowMs()));
  if (decision.kind === 'refused') throw buildFailure(decision.refusal);
}

function buildFailure(refusal: CancelRefusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`Not cancelled: ${refusal}`, refusal);
}

/** @returns the transaction as it stands once the request is taken. */
function acceptCancel(state: TransactionState, { keyId, at }: CancelRequest): Snapshot {
  state.clock.advance(at);
  state.addEvidence({ source: 'cancel', says: `requested by API key ${keyId}` });
  applyCancel(state, decide(state));
  return state.snapshot;
}

/** Somebody asked Temporal to cancel: the same as a request by the API, except that a refusal is a note in the evidence. */
function recordCancelRequest(state: TransactionState): void {
  const decision = state.policy.cancelCommand === undefined ? undefined : decide(state);
  const refused = decision?.kind === 'refused' ? `, and refused: ${decision.refusal}` : '';
  state.addEvidence({ source: 'operator', says: `cancellation requested in Temporal${refused}` });
  if (decision !== undefined) return applyCancel(state, decision);
  // Accepted before a transaction could be cancelled: what is not sent yet is not sent, and nothing else changes.
  state.cancelRequested = true;
  state.newsCount += 1;
}

function decide(state: TransactionState, nowMs = state.clock.nowMs()): CancelDecision {
  const { snapshot, current, attempts, doubtedAttempts, policy } = state;
  if (state.cancel.isTaken) return { kind: 'nothing_sent' };
  // The next attempt waits for the verification of an earlier one: it can still be called off.
  const isNextAsked = attempts.next !== undefined && !state.isProven;
  return decideCancel({
    status: snapshot.status,
    isParked: state.isParked || isNextAsked,
    awaitsConfirmation: needsConfirmation(snapshot),
    mayHaveBeenSent: !isNextAsked && (current.isInFlight || doubtedAttempts.length > 0),
    hasCancelCommand: policy.cancelCommand ?? false,
    holdsTerminal: !current.isKnownNotCharged && findSafeLease(state, nowMs) !== undefined,
    repeatsAnEarlierRun: state.repeatsAnEarlierRun,
    isByService: state.accepted.isByService ?? false,
  });
}

function applyCancel(state: TransactionState, decision: CancelDecision): void {
  if (state.cancel.isTaken || decision.kind === 'refused') return;
  cancelBeforeSending(state);
  // Decided at once: a confirmation that comes in the same step is too late.
  if (decision.kind === 'give_up') state.decideConfirmation('given_up');
  if (decision.kind === 'ask_terminal')
    void CancellationScope.nonCancellable(() => askTerminalToCancel(state));
}

function cancelBeforeSending(state: TransactionState): void {
  state.cancelRequested = true;
  state.cancel.isTaken = true;
  state.newsCount += 1;
  const { notSent } = state.current;
  if (state.isParked && notSent) return cancelParkedRun(state, notSent);
  if (state.snapshot.status === 'needs_attention' || state.isSettled) return;
  state.enter('cancel_requested');
  state.publish();
}

/** It stays *not sent*, and its key may no longer try again. */
function cancelParkedRun(state: TransactionState, notSent: NotSent): void {
  const cancelled = toCancelled(notSent);
  state.isParked = false;
  state.current.notSent = cancelled;
  state.snapshot = record.cancelParked(state.snapshot, cancelled);
}
