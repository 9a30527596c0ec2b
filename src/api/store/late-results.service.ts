import { Inject, Injectable } from '@nestjs/common';
import { policyFor } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import type { Merchants } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { buildCustomId } from '../../domain/ids.js';
import type { CustomId } from '../../domain/ids.js';
import { findContradiction, isProvenBy } from '../../domain/late-result.js';
import type { Late, ToldOutcome } from '../../domain/late-result.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { MoneyMoved } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';
import { tellsOfTransactions } from '../../domain/webhook-events.js';
import {
  hintArrivedSignal,
  buildLateResultStart,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../workflows/late-result.messages.js';
import type {
  LateResultFinding,
  LateResultInput,
  LateResultMemo,
} from '../../workflows/late-result.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { readRunEnd } from './run-history.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { undefinedWhenNotFound } from './unavailable.js';

/** Keeps what came too late and does not agree, and tells what became of it. */
@Injectable()
export class LateResults {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(MERCHANTS) private readonly merchants: Merchants,
  ) {}

  /**
   * Keeps the hint, for a workflow to verify. A charge that is proven is not asked about again, unless a callback says that it was
   * reversed; after anything less, each new one is.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async keep(news: LateHint): Promise<void> {
    const { closed, told, hint } = news;
    const { found } = await this.read(closed.accepted.customId);
    if (found !== undefined && isProvenBy(found, hint.idPosTxs) && !claimsReversal(told, hint)) return;
    await callTemporal(this.temporal, LOOK_UP_MS, () =>
      this.temporal.client.workflow.signalWithStart(lateResultWorkflow, this.start(news, found)),
    );
  }

  /** What a late callback about the attempt proved; undefined where none ever came. */
  async findMoneyMoved(customId: CustomId): Promise<MoneyMoved | undefined> {
    const { found, isOpen } = await this.read(customId);
    return isOpen && found?.moneyMoved !== 'yes' ? 'unknown' : found?.moneyMoved;
  }

  /**
   * One call for each attempt, at the same time.
   *
   * @param told the transaction as its own run tells it, without what was undone of it.
   * @returns the contradiction of a transaction that has ended, if one was proven.
   * @throws Problem `orchestrator-unavailable`
   */
  async findContradiction(told: Snapshot): Promise<Late | undefined> {
    if (!mayHaveLateNews(told)) return undefined;
    const all = await Promise.all(listAttempts(told.accepted).map((customId) => this.read(customId)));
    const contradictions = all.flatMap(
      ({ found }) => (found && findContradiction(toTold(told), found)) ?? [],
    );
    return contradictions.find(({ moneyMoved }) => moneyMoved === 'yes') ?? contradictions[0];
  }

  private async read(customId: CustomId): Promise<LateNews> {
    const end = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      readRunEnd(this.temporal.client, lateResultWorkflowId(customId)),
    ).catch(undefinedWhenNotFound);
    if (end === undefined) return { found: undefined, isOpen: false };
    if (end.kind === 'closed' && end.result !== undefined)
      return { found: end.result as LateResultFinding, isOpen: false };
    return { found: await this.readBefore(customId), isOpen: true };
  }

  /** While a further callback is being verified, what was found before stays known. */
  private async readBefore(customId: CustomId): Promise<LateResultFinding | undefined> {
    const run = this.temporal.client.workflow.getHandle(lateResultWorkflowId(customId));
    const { memo } = await callTemporal(this.temporal, LOOK_UP_MS, () => run.describe());
    return (memo as Partial<LateResultMemo> | undefined)?.before;
  }

  private start({ closed, told, hint }: LateHint, before: LateResultFinding | undefined) {
    const { accepted, idPosTxs } = closed;
    const { terminal, merchant } = accepted;
    const configured = this.merchants.findTerminal(merchant, terminal.id);
    const owner = this.merchants.findMerchant(merchant);
    const policy = policyFor(this.environment, {
      mode: configured?.mode ?? 'async',
      deviceQuery: false,
    });
    const input: LateResultInput = {
      version: 1,
      accepted,
      policy,
      ...(idPosTxs && { idPosTxs }),
      told: toTold(told),
      action: owner?.policies.lateResult ?? 'ask',
      ...(tellsOfTransactions(owner?.webhooks) && { announces: true }),
      ...(before && { before }),
    };
    return {
      ...buildLateResultStart(input, { taskQueue: this.temporal.taskQueue, claims: hint.claims }),
      signal: hintArrivedSignal,
      signalArgs: [hint] as [CallbackHint],
    };
  }
}

/** What is known of late news about an attempt. */
interface LateNews {
  readonly found: LateResultFinding | undefined;
  /** A callback is being verified, or its verification was ended by hand. */
  readonly isOpen: boolean;
}

/** A callback that came for a transaction that has ended. */
export interface LateHint {
  /** What to ask about: the attempt that the callback names, with its number where that is known. */
  readonly closed: Snapshot;
  /** What the transaction told its caller. */
  readonly told: Snapshot;
  readonly hint: CallbackHint;
}

function toTold({ outcome, idPosTxs }: Snapshot): ToldOutcome {
  return { moneyMoved: outcome.moneyMoved, ...(idPosTxs && { idPosTxs }) };
}

/** The terminal may reverse what it had approved, and says so by another callback. */
function claimsReversal({ outcome, idPosTxs: ours }: Snapshot, { claims, idPosTxs }: CallbackHint): boolean {
  const isOurs = idPosTxs === undefined || idPosTxs === ours;
  return outcome.moneyMoved === 'yes' && claims === 'declined' && isOurs;
}

/** A run that is open takes its callbacks itself. */
function mayHaveLateNews({ status, retryUntil }: Snapshot): boolean {
  if (status === 'needs_attention') return true;
  return isFinal(status) && (retryUntil === undefined || Date.parse(retryUntil) <= Date.now());
}

function listAttempts({ transactionId, attempt }: Accepted): readonly CustomId[] {
  return Array.from({ length: attempt }, (_, before) =>
    buildCustomId({ transactionId, attempt: before + 1 }),
  );
}
