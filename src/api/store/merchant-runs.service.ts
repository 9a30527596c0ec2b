import { Inject, Injectable } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import { transactionWorkflow } from '../../workflows/transaction.messages.js';
import { TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { merchantKey } from '../../workflows/search-attributes.messages.js';
import { IS_RUNNING, buildInCondition } from '../../workflows/index-queries.messages.js';

/** A list may have several pages. */
const LIST_MS = 10_000;
const PAGE_SIZE = 1_000;

/** A transaction of a merchant, as the index names it. */
export interface ListedRun {
  readonly transactionId: TransactionId;
  /** By the clock of Temporal. */
  readonly startMs: number;
}

/** Which transactions are listed. */
export interface RunsWanted {
  readonly merchant: string;
  readonly startedSinceMs: number;
  /** Not included; no bound where there is none. */
  readonly startedBeforeMs?: number | undefined;
  /** Those too that have not ended, whenever they started. */
  readonly withOpen: boolean;
}

/** Lists the transactions of a merchant by Temporal's index, for whoever follows all of them. No payment waits for it. */
@Injectable()
export class MerchantRuns {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** In the order in which they were started. @throws Problem `orchestrator-unavailable` */
  async list({
    merchant,
    startedSinceMs,
    startedBeforeMs,
    withOpen,
  }: RunsWanted): Promise<readonly ListedRun[]> {
    const since = buildStartCondition(startedSinceMs, startedBeforeMs);
    const query = [
      buildInCondition('WorkflowType', [transactionWorkflow]),
      buildInCondition(merchantKey.name, [merchant]),
      withOpen ? `(${since} OR ${IS_RUNNING})` : since,
    ].join(' AND ');
    const found = new Map<TransactionId, ListedRun>();
    await callTemporal(this.temporal, LIST_MS, async () => {
      for await (const { workflowId, startTime } of this.temporal.client.workflow.list({
        query,
        pageSize: PAGE_SIZE,
      })) {
        const transactionId = parseTransactionId(workflowId.split('/')[1] ?? '');
        if (transactionId !== undefined)
          found.set(transactionId, { transactionId, startMs: startTime.getTime() });
      }
    });
    return [...found.values()].toSorted((one, other) => one.startMs - other.startMs);
  }
}

function buildStartCondition(sinceMs: number, beforeMs: number | undefined): string {
  const since = `StartTime >= '${new Date(sinceMs).toISOString()}'`;
  return beforeMs === undefined ? since : `${since} AND StartTime < '${new Date(beforeMs).toISOString()}'`;
}
