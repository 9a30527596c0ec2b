import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Merchants } from '../../config/merchants/merchants.js';
import type { NetSale } from '../../domain/net-sale.js';
import { findLateRefusal, findProofAgainst, isWaiting } from '../../domain/late-decision.js';
import type { LateDecision } from '../../domain/late-result.js';
import { judgeRepeat } from '../../domain/resolution-refusals.js';
import type { Resolution, SettledResolution } from '../../domain/resolution.js';
import type { ResolutionRefusal } from '../../domain/resolution-refusals.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { ResolutionRequest } from '../../workflows/transaction.messages.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import { MERCHANTS } from '../settings/settings.module.js';
import type { KnownLateCase } from '../store/known-late-news.js';
import type { OperatorDecision } from '../store/late-results.service.js';
import { OperatorUpdates } from '../store/operator-updates.service.js';
import { isAnswering } from '../store/run.js';
import { OperatorTransactions } from './operator-transactions.service.js';
import type { FoundTransaction } from './operator-transactions.service.js';
import { resolutionProblem } from './operator-problems.js';
import type { ResolutionBody } from './read-operator-body.js';

/** A request to settle a transaction. */
export interface ResolveRequest {
  readonly caller: Caller;
  /** As it came with the address. */
  readonly id: string;
  readonly body: ResolutionBody;
}

/** What a person's verdict came to: the transaction as settled, or a proposal that a second person has to join. */
export type Resolved = { readonly kind: 'settled'; readonly net: NetSale } | { readonly kind: 'proposed' };

/** Settles, by a person's word, what Getnet did not tell. */
@Injectable()
export class Resolutions {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly updates: OperatorUpdates,
    private readonly transactions: OperatorTransactions,
  ) {}

  /** @throws Problem `not-found`, `not-in-attention`, `evidence-contradicts`, `verdict-differs`, `terminal-in-use`, `orchestrator-unavailable` */
  async resolve({ caller, id, body }: ResolveRequest): Promise<Resolved> {
    const resolution = toResolution(caller, body);
    const { run, snapshot } = await this.transactions.require(caller, id);
    const known = chooseLateCase(await this.transactions.findLateCases({ run, snapshot }), body.attempt);
    if (body.attempt !== undefined && !known)
      throw resolutionProblem(refuseUnknownAttempt(body.attempt), snapshot);
    if (known && isAboutLateNews(known) && !isRepeat(snapshot, known, resolution))
      return this.decideLate({ caller, snapshot, known, body });
    if (body.action === 'undo') throw resolutionProblem(NO_LATE_NEWS, snapshot);
    const isOpen = !isFinal(snapshot.status) || (await this.isReversalFailed(snapshot));
    if (run.kind === 'closed' || !isOpen) return this.repeat(snapshot, resolution);
    if (!isAnswering(run)) {
      await this.updates.startRecovery(snapshot);
      throw endedByHandProblem(snapshot);
    }
    return this.sendToRun({ caller, id, resolution }, { run, snapshot });
  }

  private async sendToRun(
    { caller, id, resolution }: Verdict,
    { run, snapshot }: FoundTransaction,
  ): Promise<Resolved> {
    const chargeGone = await this.transactions.findChargeGone(snapshot);
    const request = { ...this.buildRequest(caller, resolution), ...(chargeGone && { chargeGone }) };
    const answer = await this.updates.resolve(run, request);
    switch (answer?.kind) {
      case 'proposed':
        return { kind: 'proposed' };
      case 'settled':
        return this.show(answer.snapshot);
      case 'overtaken':
        return this.compare(answer.snapshot, resolution);
      case 'refused':
      case 'rejected':
        return this.refuse(caller, id, { resolution, refusal: answer.refusal });
      case undefined: {
        const later = await this.transactions.require(caller, id);
        return this.repeat(later.snapshot, resolution);
      }
    }
  }

  /** News came after the end: a person says what becomes of them, and the transaction itself stays as it is. */
  private async decideLate({ caller, snapshot, known, body }: LateRequest): Promise<Resolved> {
    const { action = 'keep' } = body;
    const word = { ...this.buildRequest(caller, toResolution(caller, body)), action };
    const { decision } = known.late.finding ?? {};
    if (decision && !isWaiting(known.late.finding, known.late.reported)) {
      if (isSameDecision(decision, word)) return this.show(snapshot);
      throw resolutionProblem({ kind: 'VerdictDiffers', why: describeDecided(decision) }, snapshot);
    }
    const refusal = findLateRefusal(known.late, word, Date.now());
    if (refusal) throw resolutionProblem(refusal, snapshot);
    const answer = await this.transactions.decideLate(snapshot, known, word);
    if (answer.kind === 'refused' && !isSameDecision(answer.finding.decision, word))
      throw resolutionProblem(answer.refusal, snapshot);
    return answer.kind === 'proposed' ? { kind: 'proposed' } : this.show(snapshot);
  }

  /** Nothing has given the sale back meanwhile, and nothing is about to. */
  private async isReversalFailed(snapshot: Snapshot): Promise<boolean> {
    if (snapshot.reversal?.state !== 'failed') return false;
    return (await this.transactions.complete(snapshot)).snapshot.status === 'reversal_failed';
  }

  private buildRequest({ merchant }: Caller, resolution: Resolution): ResolutionRequest {
    const { secondActorAbove } = this.merchants.findMerchant(merchant)?.policies ?? {};
    const limit = secondActorAbove && { secondActorAbove };
    return { version: 1, ...resolution, ...limit, at: Date.now() };
  }

  /** The run has settled it, or has ended: the same word is answered the same, whoever says it. */
  private repeat(snapshot: Snapshot, resolution: Resolution): Promise<Resolved> {
    const refusal = judgeRepeat(findSettled(snapshot), resolution, snapshot.status);
    if (refusal) throw resolutionProblem(refusal, snapshot);
    return this.show(snapshot);
  }

  /** Getnet answered before the person's verdict counted. */
  private compare(snapshot: Snapshot, resolution: Resolution): Promise<Resolved> {
    const { status, outcome, reversal } = snapshot;
    if (reversal?.state === 'done')
      throw resolutionProblem({ kind: 'EvidenceContradicts', why: GIVEN_BACK }, snapshot);
    if (isSameOutcome(status, resolution.verdict)) return this.show(snapshot);
    const why = `Getnet says ${status} by now (${outcome.evidence ?? outcome.reason ?? 'proof'}), and that counts.`;
    throw resolutionProblem({ kind: 'EvidenceContradicts', why }, snapshot);
  }

  /** Where it was settled a moment ago, that is the answer to the same word. */
  private async refuse(
    caller: Caller,
    id: string,
    { resolution, refusal }: { readonly resolution: Resolution; readonly refusal: ResolutionRefusal },
  ): Promise<Resolved> {
    const { snapshot } = await this.transactions.require(caller, id);
    if (refusal.kind === 'NotInAttention' && isFinal(snapshot.status))
      return this.repeat(snapshot, resolution);
    throw resolutionProblem(refusal, snapshot);
  }

  private async show(snapshot: Snapshot): Promise<Resolved> {
    return { kind: 'settled', net: await this.transactions.complete(snapshot) };
  }
}

interface Verdict extends Pick<ResolveRequest, 'caller' | 'id'> {
  readonly resolution: Resolution;
}

interface LateRequest {
  readonly caller: Caller;
  readonly snapshot: Snapshot;
  readonly known: KnownLateCase;
  readonly body: ResolutionBody;
}

const NO_LATE_NEWS: ResolutionRefusal = {
  kind: 'NotUndoable',
  why: 'No charge was proven after the end of this transaction: undo an approved sale by a void or a return.',
};

/**
 * Each attempt has news of its own: a word that is meant for one must not be written down for another.
 *
 * @throws Problem `invalid-request` where the word may be about more than one.
 */
function chooseLateCase(
  known: readonly KnownLateCase[],
  attempt: number | undefined,
): KnownLateCase | undefined {
  if (attempt !== undefined) return known.find((one) => one.attempt === attempt);
  const possible = known.filter(isAboutLateNews);
  if (possible.length <= 1) return known[0];
  const attempts = possible.map((one) => one.attempt).toSorted((one, other) => one - other);
  const message = `must say which attempt the verdict is about: ${attempts.join(' or ')}`;
  const detail = 'News came after the end about several attempts. Nothing was settled; read the list again.';
  throw problem('invalid-request', detail, { errors: [{ field: 'attempt', message }] });
}

function refuseUnknownAttempt(attempt: number): ResolutionRefusal {
  return { kind: 'NotInAttention', why: `No news came after the end about an attempt ${attempt}.` };
}

/** Late news wait for a person, or have been decided about. */
function isAboutLateNews({ late }: KnownLateCase): boolean {
  return isWaiting(late.finding, late.reported) || late.finding?.decision !== undefined;
}

/**
 * The word that had settled the transaction itself, once more: what Getnet proved since does not change that answer. Where nothing
 * speaks against it, it is a word about what was proven since.
 */
function isRepeat(snapshot: Snapshot, { late }: KnownLateCase, { verdict, actor }: Resolution): boolean {
  const settled = findSettled(snapshot);
  const isSame = settled?.verdict === verdict && settled.actors.includes(actor);
  return isSame && findProofAgainst(late.finding, verdict) !== undefined;
}

/** Somebody else said the same a moment before. */
function isSameDecision(decision: LateDecision | undefined, { verdict, action }: OperatorDecision): boolean {
  return decision?.verdict === verdict && decision.action === action;
}

function describeDecided({ verdict, action, actors }: LateDecision): string {
  return `${actors.join(' and ')} decided about the late news: ${verdict}, ${action}.`;
}

const GIVEN_BACK = 'The sale has been given back meanwhile, and that counts.';

/** What a person has decided about it: its outcome, or of a sale that was not confirmed, that it stands or that its charge is gone. */
function findSettled({ outcome, resolution, reversal }: Snapshot): SettledResolution | undefined {
  return outcome.evidence === 'operator' ? resolution : (reversal?.keptBy ?? reversal?.closedBy);
}

function toResolution({ keyId }: Caller, body: ResolutionBody): Resolution {
  const { verdict, reason, evidence, actor: person } = body;
  return { verdict, reason, evidence, actor: keyId, ...(person !== undefined && { person }) };
}

function isSameOutcome(status: Snapshot['status'], verdict: Resolution['verdict']): boolean {
  return status === verdict || (status === 'completed' && verdict === 'approved');
}

function endedByHandProblem({ accepted }: Snapshot): Problem {
  const { transactionId } = accepted;
  const detail =
    `The run of ${transactionId} was ended by hand or by a fault, and its recovery has begun just now. It asks Getnet ` +
    'first: send the verdict again in a moment.';
  return problem('not-in-attention', detail, { transactionId, moneyMoved: 'unknown' });
}
