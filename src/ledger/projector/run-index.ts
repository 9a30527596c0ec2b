import type { WorkflowExecutionInfo } from '@temporalio/client';
import { IS_RUNNING, buildInCondition } from '../../workflows/index-queries.messages.js';
import { waitOnTemporal } from '../../api/store/temporal.js';
import type { Temporal } from '../../api/store/temporal.js';
import { refuseUnavailable } from '../../api/store/unavailable.js';
import { parseCustomId, parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import { lateResultWorkflow } from '../../workflows/late-result.messages.js';
import { recoveryWorkflow } from '../../workflows/recovery.messages.js';
import { terminalLeaseWorkflow } from '../../workflows/terminal-lease.messages.js';
import type { LeaseMemo } from '../../workflows/terminal-lease.messages.js';
import { transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import { transactionWorkflow } from '../../workflows/transaction.messages.js';
import type { TransactionMemo } from '../../workflows/transaction.messages.js';
import { undosWorkflow } from '../../workflows/undos.messages.js';
import type { IndexBudget } from './index-budget.js';

/** A run as Temporal's index lists it. */
export interface IndexedRun {
  readonly runId: string;
  readonly workflowId: string;
  readonly type: string;
  /** What it has to do with; undefined for undos of a sale that was made elsewhere. */
  readonly transactionId: TransactionId | undefined;
  /** ISO 8601, to the millisecond. */
  readonly startedAt: string;
  /** ISO 8601, to the millisecond; undefined while it runs. */
  readonly closedAt: string | undefined;
  readonly status: string | undefined;
  /** The latest attempt that was not sent, where there is one. */
  readonly parkedAttempt?: number | undefined;
  /** Of a lease: who had the terminal. */
  readonly lease?: LeaseMemo;
  /** Somebody ended it, as its holder ends a lease. */
  readonly isTerminated?: boolean;
}

/** What changes a transaction when it ends, and leases, which the ledger keeps. */
const ENDING = [
  transactionWorkflow,
  lateResultWorkflow,
  recoveryWorkflow,
  undosWorkflow,
  terminalLeaseWorkflow,
];

const PAGE = 1_000;
const LIST_MS = 10_000;

/** Asks Temporal's index for the runs of this service, within a budget of calls. Once the process is to end, it is asked no more. */
export class RunIndex {
  constructor(
    private readonly temporal: Temporal,
    private readonly budget: IndexBudget,
  ) {}

  /** Those that ended from one moment on (ISO 8601), before another unless that is undefined. */
  listEnded(from: string, to?: string): Promise<readonly IndexedRun[]> {
    return this.list(this.buildEndedCondition(from, to));
  }

  async countEnded(from: string, to: string): Promise<number> {
    await this.acquireTurn();
    const { client } = this.temporal;
    const counted = await this.ask(() => client.workflow.count(this.buildEndedCondition(from, to)));
    return counted.count;
  }

  /** The transactions that run and were started from one moment on (ISO 8601); or all of them, recovered ones too. */
  listRunning(startedFrom?: string): Promise<readonly IndexedRun[]> {
    const from = startedFrom === undefined ? [] : [`StartTime >= '${startedFrom}'`];
    const types = [transactionWorkflow, ...(startedFrom === undefined ? [recoveryWorkflow] : [])];
    const isTransaction = buildInCondition('WorkflowType', types);
    return this.list([this.isOurs, isTransaction, IS_RUNNING, ...from].join(' AND '));
  }

  private buildEndedCondition(from: string, to: string | undefined): string {
    const until = to === undefined ? [] : [`CloseTime < '${to}'`];
    return [this.isOurs, buildInCondition('WorkflowType', ENDING), `CloseTime >= '${from}'`, ...until].join(
      ' AND ',
    );
  }

  private get isOurs(): string {
    return buildInCondition('TaskQueue', [this.temporal.taskQueue]);
  }

  /** Each page has a time limit of its own: neither many pages nor the budget use it up. */
  private async list(query: string): Promise<readonly IndexedRun[]> {
    const { client } = this.temporal;
    const found: IndexedRun[] = [];
    const pages = client.workflow.list({ query, pageSize: PAGE })[Symbol.asyncIterator]();
    for (;;) {
      if (found.length % PAGE === 0) await this.acquireTurn();
      const next = await this.ask(() => pages.next());
      if (next.done) return found;
      found.push(toListedRun(next.value));
    }
  }

  private async acquireTurn(): Promise<void> {
    await this.budget.acquire();
    if (this.temporal.ongoing.isShuttingDown) throw refuseUnavailable();
  }

  private ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    return waitOnTemporal(this.temporal, Date.now() + LIST_MS, call);
  }
}

function toListedRun(run: WorkflowExecutionInfo): IndexedRun {
  const { runId, workflowId, type, startTime, closeTime } = run;
  const status = run.typedSearchAttributes.get(transactionStatusKey);
  const closedAt = closeTime?.toISOString();
  const startedAt = startTime.toISOString();
  const transactionId = findTransactionId(workflowId);
  const parkedAttempt = (run.memo as Partial<TransactionMemo> | undefined)?.parked?.attempt;
  const listed = { runId, workflowId, type, transactionId, startedAt, closedAt, status, parkedAttempt };
  if (type !== terminalLeaseWorkflow) return listed;
  const lease = run.memo as unknown as LeaseMemo | undefined;
  return { ...listed, ...(lease && { lease }), isTerminated: run.status.name === 'TERMINATED' };
}

function findTransactionId(workflowId: string): TransactionId | undefined {
  const [, name = ''] = workflowId.split('/');
  return parseTransactionId(name) ?? parseCustomId(name)?.transactionId;
}
