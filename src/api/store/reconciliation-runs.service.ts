import { Inject, Injectable } from '@nestjs/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { parseReconciliationId } from '../../domain/reconciliation-id.js';
import type { ReconciliationId } from '../../domain/reconciliation-id.js';
import {
  NOT_A_DIFFERENCE,
  buildFirstStanding,
  buildReconciliationStart,
  differencesSettledUpdate,
  reconciliationWorkflow,
  reconciliationWorkflowId,
  standingQuery,
} from '../../workflows/reconciliation.messages.js';
import type {
  ReconciliationInput,
  ReconciliationMemo,
  ReconciliationStanding,
  SettleDifferences,
} from '../../workflows/reconciliation.messages.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal, waitOnTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { merchantKey, transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import { IS_RUNNING, buildInCondition } from '../../workflows/index-queries.messages.js';
import { refuseUnavailable } from './unavailable.js';

/** What a request to settle differences came to; `closed`: its run has ended. */
export type SettleOutcome =
  | { readonly kind: 'settled'; readonly standing: ReconciliationStanding }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'closed' };

/** A reconciliation that waits for people. */
export interface WaitingReconciliation {
  readonly input: ReconciliationInput;
  /** Undefined where its run does not say so now. */
  readonly standing: ReconciliationStanding | undefined;
}

const SETTLE_WITHIN_MS = 10_000;
/** More are not looked at. */
export const MAX_WAITING_RECONCILIATIONS = 100;

/** Starts and reads reconciliations. Each is a run that knows its own standing; nothing here asks Temporal's index. */
@Injectable()
export class ReconciliationRuns {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @throws Problem `orchestrator-unavailable` */
  async start(input: ReconciliationInput): Promise<ReconciliationStanding> {
    const options = buildReconciliationStart(input, this.temporal.taskQueue);
    await callTemporal(this.temporal, LOOK_UP_MS, () =>
      this.temporal.client.workflow.start(reconciliationWorkflow, options),
    );
    return buildFirstStanding(input);
  }

  /** What it was started with, which needs no worker. @returns undefined for one that Temporal does not have. @throws Problem `orchestrator-unavailable` */
  async findInput(id: ReconciliationId): Promise<ReconciliationInput | undefined> {
    const found = await this.describe(id);
    return found && (found.memo as unknown as ReconciliationMemo).input;
  }

  /** @returns undefined for one that Temporal does not have. @throws Problem `orchestrator-unavailable` */
  async find(id: ReconciliationId): Promise<ReconciliationStanding | undefined> {
    const found = await this.describe(id);
    return found && this.readStanding(id, found);
  }

  private describe(id: ReconciliationId): Promise<WorkflowExecutionDescription | undefined> {
    return callTemporal(this.temporal, LOOK_UP_MS, () => this.getHandle(id).describe()).catch(
      undefinedWhenNotFound,
    );
  }

  private async readStanding(
    id: ReconciliationId,
    { memo, status: { name } }: WorkflowExecutionDescription,
  ): Promise<ReconciliationStanding> {
    const run = this.getHandle(id);
    if (name === 'COMPLETED')
      return callTemporal(this.temporal, LOOK_UP_MS, () => run.result() as Promise<ReconciliationStanding>);
    if (name === 'RUNNING' || name === 'PAUSED')
      return callTemporal(this.temporal, LOOK_UP_MS, () => run.query(standingQuery));
    const { input } = memo as unknown as ReconciliationMemo;
    return { ...buildFirstStanding(input), status: 'incomplete', why: 'its run was ended by hand' };
  }

  /** A run that cannot say how it stands, because no worker is there or none can replay it, hides no other one. */
  private async findWaiting(id: ReconciliationId): Promise<WaitingReconciliation | undefined> {
    const found = await this.describe(id);
    if (found === undefined) return undefined;
    const { input } = found.memo as unknown as ReconciliationMemo;
    return { input, standing: await this.readStanding(id, found).catch(() => undefined) };
  }

  /**
   * Those that wait for people, found by the index, which is a few seconds behind.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async listWaiting(merchant: string): Promise<readonly WaitingReconciliation[]> {
    const query = [
      buildInCondition('WorkflowType', [reconciliationWorkflow]),
      buildInCondition(merchantKey.name, [merchant]),
      buildInCondition(transactionStatusKey.name, ['needs_attention']),
      IS_RUNNING,
    ].join(' AND ');
    const ids = await callTemporal(this.temporal, LOOK_UP_MS, async () => {
      const found: ReconciliationId[] = [];
      for await (const { workflowId } of this.temporal.client.workflow.list({
        query,
        pageSize: MAX_WAITING_RECONCILIATIONS,
      })) {
        found.push(...readReconciliationIds(workflowId));
        if (found.length >= MAX_WAITING_RECONCILIATIONS) break;
      }
      return found;
    });
    const found = await Promise.all(ids.map((id) => this.findWaiting(id)));
    return found.filter((one) => one !== undefined);
  }

  /** @throws Problem `orchestrator-unavailable` */
  async settle(id: ReconciliationId, request: SettleDifferences): Promise<SettleOutcome> {
    const update = () => this.getHandle(id).executeUpdate(differencesSettledUpdate, { args: [request] });
    try {
      const standing = await waitOnTemporal(this.temporal, Date.now() + SETTLE_WITHIN_MS, update);
      return { kind: 'settled', standing };
    } catch (error) {
      return classifyRefusal(error);
    }
  }

  private getHandle(id: ReconciliationId) {
    return this.temporal.client.workflow.getHandle(reconciliationWorkflowId(id));
  }
}

function readReconciliationIds(workflowId: string): readonly ReconciliationId[] {
  const id = parseReconciliationId(/^reconciliation\/(.+)$/.exec(workflowId)?.[1] ?? '');
  return id === undefined ? [] : [id];
}

function classifyRefusal(error: unknown): SettleOutcome {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    const isRefused = cause instanceof ApplicationFailure && cause.type === NOT_A_DIFFERENCE;
    return isRefused ? { kind: 'refused', why: cause.message } : { kind: 'closed' };
  }
  if (error instanceof WorkflowNotFoundError) return { kind: 'closed' };
  // Temporal is away, or no worker has answered: the same may be said again.
  throw refuseUnavailable();
}
