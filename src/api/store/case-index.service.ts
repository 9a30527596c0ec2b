import { Inject, Injectable } from '@nestjs/common';
import { parseCustomId, parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import { statusesForPeople } from '../../domain/status.js';
import { lateResultWorkflow } from '../../workflows/late-result.messages.js';
import { recoveryWorkflow } from '../../workflows/recovery.messages.js';
import { transactionWorkflow } from '../../workflows/transaction.messages.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { merchantKey, transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import { IS_RUNNING, buildInCondition } from '../../workflows/index-queries.messages.js';

/** A transaction that may wait for a person. */
export interface PossibleCase {
  readonly transactionId: TransactionId;
  /** What the list is sorted by. */
  readonly startedAtMs: number;
  /** When its run ended without an outcome. */
  readonly endedAtMs?: number | undefined;
  /** Somebody ended its lease: the terminal may have been used twice. */
  readonly isLeaseEndedByHand?: boolean;
}

/** Of each kind; more are not looked at. */
export const MAX_INDEXED_CASES = 1_000;

const WITHOUT_OUTCOME = ['Terminated', 'TimedOut', 'Canceled', 'Failed'];

/** Finds by Temporal's index what may wait for a person. The index is seconds behind: the runs themselves decide. */
@Injectable()
export class CaseIndex {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @throws Problem `orchestrator-unavailable` */
  async find(merchant: string): Promise<readonly PossibleCase[]> {
    const ofMerchant = buildInCondition(merchantKey.name, [merchant]);
    const isOpen = `(${buildInCondition(transactionStatusKey.name, statusesForPeople)} AND ${IS_RUNNING})`;
    const isLost = buildInCondition('ExecutionStatus', WITHOUT_OUTCOME);
    const isOfType = (...types: readonly string[]) => buildInCondition('WorkflowType', types);
    // A recovery may go on for longer than the run that it searches for is kept.
    const ofOutcome = isOfType(transactionWorkflow, recoveryWorkflow);
    const all = await Promise.all([
      this.list(`${ofOutcome} AND ${ofMerchant} AND (${isOpen} OR ${isLost})`),
      this.list(`${isOfType(lateResultWorkflow)} AND ${ofMerchant}`),
    ]);
    return mergeCases(all.flat());
  }

  private list(query: string): Promise<readonly PossibleCase[]> {
    return callTemporal(this.temporal, LOOK_UP_MS, async () => {
      const found: PossibleCase[] = [];
      const rows = this.temporal.client.workflow.list({ query, pageSize: MAX_INDEXED_CASES });
      for await (const { workflowId, startTime, closeTime } of rows) {
        const transactionId = readTransactionId(workflowId);
        if (transactionId === undefined) continue;
        const endedAtMs = closeTime?.getTime();
        found.push({ transactionId, startedAtMs: startTime.getTime(), endedAtMs });
        if (found.length >= MAX_INDEXED_CASES) break;
      }
      return found;
    });
  }
}

/** Of a transaction's own run, of its recovery, or of a late result about one of its attempts. */
function readTransactionId(workflowId: string): TransactionId | undefined {
  const [type, name = ''] = workflowId.split('/');
  return type === lateResultWorkflow ? parseCustomId(name)?.transactionId : parseTransactionId(name);
}

/** One transaction may be found several times: by its own run, by runs before a reset, by late results. */
export function mergeCases(cases: readonly PossibleCase[]): readonly PossibleCase[] {
  const byId = new Map<TransactionId, PossibleCase>();
  for (const one of cases) {
    const known = byId.get(one.transactionId);
    const isLeaseEndedByHand = (known?.isLeaseEndedByHand ?? false) || (one.isLeaseEndedByHand ?? false);
    const first = known === undefined || one.startedAtMs < known.startedAtMs ? one : known;
    byId.set(one.transactionId, { ...first, isLeaseEndedByHand });
  }
  return [...byId.values()].toSorted(
    (one, other) =>
      one.startedAtMs - other.startedAtMs || one.transactionId.localeCompare(other.transactionId),
  );
}
