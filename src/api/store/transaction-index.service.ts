import { Inject, Injectable } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { transactionWorkflow } from '../../workflows/transaction.messages.js';
import { buildInCondition } from '../../workflows/index-queries.messages.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { LAST_STEP_MS } from './run-view.js';
import { Runs } from './runs.service.js';

/** More than this are not looked at. */
const MOST = 100;

/** Finds transactions by Temporal's index. It is seconds behind, so that what it finds is read from the runs themselves. */
@Injectable()
export class TransactionIndex {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
  ) {}

  /**
   * @param where conditions that all hold, as the index has it.
   * @returns the transactions as they stand, latest first.
   * @throws Problem `orchestrator-unavailable`
   */
  async find(where: readonly string[]): Promise<readonly Snapshot[]> {
    const ids = await this.findIds(where);
    const snapshots = await Promise.all(ids.map((id) => this.runs.readSnapshot(id, LAST_STEP_MS)));
    return snapshots.filter((snapshot) => snapshot !== undefined);
  }

  private findIds(where: readonly string[]): Promise<readonly TransactionId[]> {
    const query = [buildInCondition('WorkflowType', [transactionWorkflow]), ...where].join(' AND ');
    return callTemporal(this.temporal, LOOK_UP_MS, async () => {
      const found: TransactionId[] = [];
      for await (const { workflowId } of this.temporal.client.workflow.list({ query, pageSize: MOST })) {
        found.push(...readTransactionIds(workflowId));
        if (found.length >= MOST) break;
      }
      return found;
    });
  }
}

/** The transaction that a workflow id names; none for any other workflow. */
function readTransactionIds(workflowId: string): readonly TransactionId[] {
  const id = parseTransactionId(/^transaction\/(.+)$/.exec(workflowId)?.[1] ?? '');
  return id === undefined ? [] : [id];
}
