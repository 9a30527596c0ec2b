import { ApplicationFailure, condition } from '@temporalio/workflow';
import { describeResolution, needsSecondActor } from '../domain/resolution.js';
import {
  findResolutionRefusal,
  findTenableProposal,
  mergeOpenOutcomes,
} from '../domain/resolution-refusals.js';
import type { Resolution } from '../domain/resolution.js';
import type { AttentionFacts, ResolutionRefusal, OpenCase } from '../domain/resolution-refusals.js';
import { deriveReversalStatus } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Status } from '../domain/status.js';
import { beginNewTask } from './answer-in-new-task.js';
import type { PendingResolution } from './operator-requests.js';
import type { ResolutionAnswer, ResolutionRequest, StatusRequest } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';

/** The validator of `resolved`: a refused verdict leaves no trace in the run. */
export function requireResolvable(state: TransactionState, request: ResolutionRequest): void {
  const refusal = findRefusal(state, request);
  if (refusal) throw ApplicationFailure.nonRetryable(refusal.why, refusal.kind);
}

function findRefusal(state: TransactionState, request: ResolutionRequest): ResolutionRefusal | undefined {
  const refusal = findResolutionRefusal(readOpenCase(state, request), request.verdict);
  if (refusal) return refusal;
  const { pending } = state.operator;
  if (pending === undefined || pending.request.verdict === request.verdict) return undefined;
  return {
    kind: 'VerdictDiffers',
    why: `${pending.request.actor} settles it as ${pending.request.verdict}.`,
  };
}

/**
 * A person settles an outcome that Getnet never told. Above the merchant's limit the first verdict is a proposal, and the same
 * verdict by another key settles. The story asks Getnet once more before: a proof beats the person.
 */
export async function resolveOutcome(
  state: TransactionState,
  request: ResolutionRequest,
): Promise<ResolutionAnswer> {
  state.clock.advance(request.at);
  // Several verdicts may be taken in one task, each validated before the others took effect.
  const refusal = findRefusal(state, request);
  if (refusal) return { kind: 'refused', refusal, snapshot: state.snapshot };
  const proposal = findTenableProposal(readOpenCase(state, request));
  const isSecond = proposal !== undefined && proposal.actor !== request.actor;
  if (!isSecond && needsSecondActor(state.accepted.amount, request.secondActorAbove)) {
    if (proposal === undefined) propose(state, request);
    return { kind: 'proposed', snapshot: state.snapshot };
  }
  const pending = join(state, request, isSecond ? [proposal.actor] : []);
  state.newsCount += 1;
  const isTakenUp = () =>
    pending.refusal !== undefined || pending.isSettled === true || pending.isOvertaken === true;
  await condition(() => isTakenUp() || !waitsForPerson(state.snapshot));
  await beginNewTask();
  return buildAnswer(state.snapshot, pending);
}

function propose(state: TransactionState, request: ResolutionRequest): void {
  const resolution = toResolution(request);
  state.operator.proposal = { ...resolution, at: request.at };
  state.addEvidence({ source: 'operator', says: `proposed: ${describeResolution(resolution)}` });
  // This wakes the workflow, which then updates its UI details.
  state.newsCount += 1;
}

/** Another request with the same verdict shares the one that is under way. */
function join(
  { operator }: TransactionState,
  request: ResolutionRequest,
  before: readonly string[],
): PendingResolution {
  operator.pending ??= { request, actors: before };
  const { pending } = operator;
  pending.actors = [...new Set([...pending.actors, request.actor])];
  return pending;
}

function buildAnswer(
  snapshot: Snapshot,
  { refusal, isSettled: isDone }: PendingResolution,
): ResolutionAnswer {
  if (refusal) return { kind: 'refused', refusal, snapshot };
  const isSettled = snapshot.outcome.evidence === 'operator' || snapshot.reversal?.state === 'kept';
  return { kind: isDone === true || isSettled ? 'settled' : 'overtaken', snapshot };
}

/** Its outcome is unknown, or it is a sale that could not be undone. */
function waitsForPerson({ status, reversal }: Snapshot): boolean {
  return status === 'needs_attention' || reversal?.state === 'failed';
}

export function toResolution({ verdict, reason, evidence, actor, person }: ResolutionRequest): Resolution {
  return { verdict, reason, evidence, actor, ...(person !== undefined && { person }) };
}

/** What a verdict is judged by. @param at as whoever asks has it. */
export function readOpenCase(
  state: TransactionState,
  { at, chargeGone }: Pick<ResolutionRequest, 'at' | 'chargeGone'>,
): OpenCase {
  const { snapshot, clock } = state;
  const status = deriveReversalStatus(snapshot) ?? snapshot.status;
  return { status, ...readAttentionFacts(state), nowMs: Math.max(at, clock.nowMs()), chargeGone };
}

/** What a run that needs attention tells of itself. */
export function readAttentionFacts(state: TransactionState): AttentionFacts {
  const { repeatsAnEarlierRun, attempts, operator } = state;
  const outcomes = attempts.openAttempts.map(({ openOutcome }) => ({ ...openOutcome, repeatsAnEarlierRun }));
  const { proposal } = operator;
  return { open: mergeOpenOutcomes(outcomes), ...(proposal && { proposal }) };
}

const asked: readonly Status[] = ['in_progress', 'cancel_requested', 'verifying', 'needs_attention'];

/** The validator of `statusRequested`. */
export function requireAskable({ snapshot }: TransactionState): void {
  if (asked.includes(snapshot.status)) return;
  const type = 'NothingToAsk';
  throw ApplicationFailure.nonRetryable(`There is nothing to ask Getnet: it is ${snapshot.status}`, type);
}

/** Asks Getnet now about everything that is open, and answers with what is known then. */
export async function requestStatus(state: TransactionState, { at }: StatusRequest): Promise<Snapshot> {
  state.clock.advance(at);
  const request = state.operator.requestStatus();
  state.newsCount += 1;
  await condition(() => state.operator.isStatusAnswered(request) || !asked.includes(state.snapshot.status));
  await beginNewTask();
  return state.snapshot;
}
