import { Inject, Injectable } from '@nestjs/common';
import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { buildPolicy } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import type { Merchants } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { saysNothingNew, toReportedOutcome } from '../../domain/callback-agreement.js';
import { findChargeDoubt } from '../../domain/charge-doubt.js';
import { listCustomIds } from '../../domain/ids.js';
import type { CustomId } from '../../domain/ids.js';
import { sortLateNews } from '../../domain/late-attempts.js';
import { chooseContradiction, findLateContradiction } from '../../domain/late-result.js';
import type { Late, LateResolution } from '../../domain/late-result.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { MoneyMoved } from '../../domain/status.js';
import { buildAnnounces } from '../../domain/webhook-audience.js';
import {
  decidedUpdate,
  hintArrivedSignal,
  buildLateResultStart,
  lateResultWorkflow,
} from '../../workflows/late-result.messages.js';
import type {
  DecisionAnswer,
  DecisionRequest,
  LateResultInput,
} from '../../workflows/late-result.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import { MERCHANTS } from '../settings/settings.module.js';
import {
  NOBODY_VERIFIED,
  mayHaveLateNews,
  readMoneyMoved,
  toSubject,
  withNumberOfCase,
} from './known-late-news.js';
import type { KnownLateCase, LateFound, LateSubject } from './known-late-news.js';
import { readLateRun } from './late-run.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal, waitOnTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { refuseUnavailable } from './unavailable.js';

/** Keeps what came too late and does not agree, and tells what became of it. */
@Injectable()
export class LateResults {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(MERCHANTS) private readonly merchants: Merchants,
  ) {}

  /**
   * Keeps the hint, for a workflow to verify, unless it says nothing that is not known.
   *
   * @returns whether it says anything new.
   * @throws Problem `orchestrator-unavailable`
   */
  async keep(news: LateCallback): Promise<boolean> {
    const { closed, runSnapshot, hint } = news;
    const known = await this.read(toSubject(closed.accepted));
    if (saysNothingNew(runSnapshot, hint, known)) return false;
    await callTemporal(this.temporal, LOOK_UP_MS, () =>
      this.temporal.client.workflow.signalWithStart(lateResultWorkflow, this.start(news, known)),
    );
    return true;
  }

  /** What a late callback about the attempt proved; undefined where none ever came. A person's word is no proof. */
  async findMoneyMoved(subject: LateSubject): Promise<MoneyMoved | undefined> {
    const late = await this.read(subject);
    return late.found?.evidence === 'operator' ? 'unknown' : readMoneyMoved(late);
  }

  /** The same, and where Getnet proved nothing, what a person said. */
  async findSettledMoneyMoved(subject: LateSubject): Promise<MoneyMoved | undefined> {
    return readMoneyMoved(await this.read(subject));
  }

  /**
   * Whether an attempt that is not proven to have charged was proven so late, or may be. One call for each attempt, at the same time.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async mayHaveCharged({ accepted, outcome }: Snapshot): Promise<boolean> {
    const isProven = (customId: CustomId) => outcome.moneyMoved === 'yes' && customId === accepted.customId;
    const attempts = listCustomIds(accepted).filter((customId) => !isProven(customId));
    const found = await Promise.all(attempts.map((customId) => this.findMoneyMoved({ customId, accepted })));
    return found.some((moneyMoved) => moneyMoved === 'yes' || moneyMoved === 'unknown');
  }

  /**
   * One call for each attempt, at the same time.
   *
   * @param runSnapshot the transaction as its own run tells it, without what was undone of it.
   * @returns the contradiction of a transaction that has ended, if one was proven.
   * @throws Problem `orchestrator-unavailable`
   */
  async findContradiction(runSnapshot: Snapshot): Promise<Late | undefined> {
    if (!mayHaveLateNews(runSnapshot)) return undefined;
    const { accepted } = runSnapshot;
    const all = await Promise.all(
      listCustomIds(accepted).map((customId) => this.read({ customId, accepted })),
    );
    const contradictions = all.flatMap(
      ({ found }) => (found && findLateContradiction(toReportedOutcome(runSnapshot), found)) ?? [],
    );
    return chooseContradiction(contradictions);
  }

  /**
   * @param runSnapshot the transaction as its own run, which has ended, tells it.
   * @returns the news about its attempts that a person may decide about. The first one waits for a person, if one does.
   * @throws Problem `orchestrator-unavailable`
   */
  async findCases(runSnapshot: Snapshot): Promise<readonly KnownLateCase[]> {
    const readAt = Date.now();
    const { accepted } = runSnapshot;
    const { type, amount } = accepted;
    const attempts = listCustomIds(accepted);
    const all = await Promise.all(attempts.map((customId) => this.read({ customId, accepted })));
    const known = all.flatMap(({ found, isOpen: isBeingVerified, openRunId }, place) => {
      const customId = attempts[place];
      if (customId === undefined || (found === undefined && !isBeingVerified)) return [];
      const news = { reported: toReportedOutcome(runSnapshot), finding: found, isBeingVerified };
      const read = { readAtMs: readAt, ...(openRunId !== undefined && { openRunId }) };
      return [{ customId, attempt: place + 1, ...read, late: { type, amount, ...news } }];
    });
    return sortLateNews(known);
  }

  /** Why the charge of an approved sale does not stand any more, as a clause, where that is known. @throws Problem `orchestrator-unavailable` */
  async findChargeGone(sale: Snapshot): Promise<string | undefined> {
    const { found, isOpen: isBeingVerified } = await this.read(toSubject(sale.accepted));
    const doubt = found && !isBeingVerified ? findChargeDoubt(sale, found) : undefined;
    return doubt?.kind === 'gone' ? doubt.why : undefined;
  }

  /** Takes a person's word to the run that keeps the news, or to a new one. @throws Problem `orchestrator-unavailable` */
  async decide(closed: Snapshot, known: KnownLateCase, word: OperatorDecision): Promise<DecisionAnswer> {
    const { late, readAtMs: readAt, openRunId } = known;
    const input: LateResultInput = {
      ...this.buildInput(withNumberOfCase(closed, known), closed),
      isForDecision: true,
      ...(late.finding && { before: { version: 1, ...late.finding } }),
      ...(openRunId !== undefined && { openRunId }),
    };
    const start = buildLateResultStart(input, { taskQueue: this.temporal.taskQueue, claims: 'nothing' });
    const startWorkflowOperation = new WithStartWorkflowOperation(lateResultWorkflow, {
      ...start,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const args: [DecisionRequest] = [{ version: 1, ...word, told: late.reported, readAt, at: Date.now() }];
    const decide = () =>
      this.temporal.client.workflow.executeUpdateWithStart(decidedUpdate, { args, startWorkflowOperation });
    return waitOnTemporal(this.temporal, Date.now() + DECIDE_WITHIN_MS, decide).catch((error: unknown) => {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
      if (cause instanceof ApplicationFailure) return refuseVerifying(cause.message);
      throw refuseUnavailable(closed.accepted.transactionId);
    });
  }

  private read(subject: LateSubject): Promise<LateFound> {
    return readLateRun(this.temporal, subject);
  }

  /** A run that is open takes the hint itself, unless it ends first. */
  private start({ closed, runSnapshot, hint }: LateCallback, { found: before, openRunId }: LateFound) {
    const known = { ...(before && { before }), ...(openRunId !== undefined && { openRunId }) };
    const input: LateResultInput = { ...this.buildInput(closed, runSnapshot), ...known };
    return {
      ...buildLateResultStart(input, { taskQueue: this.temporal.taskQueue, claims: hint.claims }),
      signal: hintArrivedSignal,
      signalArgs: [hint] as [CallbackHint],
    };
  }

  private buildInput({ accepted, idPosTxs }: Snapshot, runSnapshot: Snapshot): LateResultInput {
    const { terminal, merchant } = accepted;
    const owner = this.merchants.findMerchant(merchant);
    const mode = this.merchants.findTerminal(merchant, terminal.id)?.mode ?? 'async';
    return {
      version: 1,
      accepted,
      policy: buildPolicy(this.environment, { mode, deviceQuery: false }),
      ...(idPosTxs && { idPosTxs }),
      told: toReportedOutcome(runSnapshot),
      action: owner?.policies.lateResult ?? 'ask',
      ...buildAnnounces(owner?.webhooks),
    };
  }
}

/** How long a person waits for the answer of the run, which asks Getnet before. */
const DECIDE_WITHIN_MS = 60_000;

/** What a person says about late news. */
export type OperatorDecision = LateResolution & Pick<DecisionRequest, 'secondActorAbove'>;

function refuseVerifying(why: string): DecisionAnswer {
  return { kind: 'refused', refusal: { kind: 'NotInAttention', why }, finding: NOBODY_VERIFIED };
}

/** A callback that came for a transaction that has ended. */
export interface LateCallback {
  /** What to ask about: the attempt that the callback names, with its number where that is known. */
  readonly closed: Snapshot;
  /** What the transaction shows its caller. */
  readonly runSnapshot: Snapshot;
  readonly hint: CallbackHint;
}
