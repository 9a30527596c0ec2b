import { Inject, Injectable } from '@nestjs/common';
import { parseCustomId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Late } from '../../domain/late-result.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { lateResultWorkflow, lateResultWorkflowId } from '../../workflows/late-result.messages.js';
import { merchantKey } from '../../workflows/search-attributes.messages.js';
import { LateResults } from './late-results.service.js';
import { Runs } from './runs.service.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { buildInCondition } from './transaction-index.service.js';

/** More than this are not looked at. */
const MOST_CASES = 100;

/** A transaction that has ended, and late news that is being verified or contradicts it. */
export interface LateCase {
  readonly snapshot: Snapshot;
  /** Undefined while it is being verified. */
  readonly late: Late | undefined;
  /** ISO 8601: when the news came. */
  readonly since: string;
}

/** Lists late results for people: by Temporal's index, which is seconds behind. */
@Injectable()
export class LateCases {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /** Late results that contradict the outcome or are not verified yet. Those that agree with it are left out. @throws Problem `orchestrator-unavailable` */
  async list(merchant: string): Promise<readonly LateCase[]> {
    const cases = await Promise.all((await this.findNews(merchant)).map((news) => this.read(news)));
    return cases.filter((found) => found !== undefined);
  }

  private async read({ transactionId, isOpen, since }: LateNews): Promise<LateCase | undefined> {
    const snapshot = await this.runs.readSnapshot(transactionId);
    const late = snapshot && (await this.lateResults.findContradiction(snapshot));
    if (snapshot === undefined || (late === undefined && !isOpen)) return undefined;
    return late && isSettledByPolicy(late) ? undefined : { snapshot, late, since };
  }

  /** One entry a transaction, however many attempts and runs there are. */
  private findNews(merchant: string): Promise<readonly LateNews[]> {
    const query = [
      buildInCondition('WorkflowType', [lateResultWorkflow]),
      buildInCondition(merchantKey.name, [merchant]),
    ].join(' AND ');
    return callTemporal(this.temporal, LOOK_UP_MS, async () => {
      const found = new Map<TransactionId, LateNews>();
      const runs = this.temporal.client.workflow.list({ query, pageSize: MOST_CASES });
      for await (const { workflowId, status, startTime } of runs) {
        const transactionId = readTransactionId(workflowId);
        if (transactionId === undefined) continue;
        const isOpen = status.name === 'RUNNING' || found.get(transactionId)?.isOpen === true;
        found.set(transactionId, { transactionId, isOpen, since: startTime.toISOString() });
        if (found.size >= MOST_CASES) break;
      }
      return [...found.values()];
    });
  }
}

/** The merchant keeps it, or the service has given it back or is about to: nobody has to decide. */
function isSettledByPolicy({ action, undo }: Late): boolean {
  return action === 'keep' || undo?.state === 'open' || undo?.state === 'done';
}

interface LateNews {
  readonly transactionId: TransactionId;
  readonly isOpen: boolean;
  readonly since: string;
}

const PREFIX = lateResultWorkflowId('' as Parameters<typeof lateResultWorkflowId>[0]);

function readTransactionId(workflowId: string): TransactionId | undefined {
  return workflowId.startsWith(PREFIX)
    ? parseCustomId(workflowId.slice(PREFIX.length))?.transactionId
    : undefined;
}
