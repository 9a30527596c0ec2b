import { Inject, Injectable } from '@nestjs/common';
import { redactTimeline, buildTimeline } from '../../timeline/timeline.js';
import type { TimelineEntry } from '../../timeline/entry.js';
import { readTransactionHistories } from '../../timeline/read-transaction-histories.js';
import type { Caller } from '../../config/merchants/merchants.js';
import type { Redactor } from '../../config/redaction/redaction.js';
import { REDACTOR } from '../settings/settings.module.js';
import { Histories } from '../store/histories.service.js';
import { Transactions } from '../transactions/transactions.service.js';

/** Builds the timeline of a transaction from the histories of its runs, for people: it reads them whole, and no hot path does. */
@Injectable()
export class Audit {
  constructor(
    private readonly transactions: Transactions,
    private readonly histories: Histories,
    @Inject(REDACTOR) private readonly redactor: Redactor,
  ) {}

  /** @throws Problem `not-found`, for another merchant's transaction too; `orchestrator-unavailable` */
  async read(caller: Caller, id: string): Promise<readonly TimelineEntry[]> {
    const waitUntil = { deadlineMs: 0, forFinal: false };
    const snapshot = await this.transactions.read({ caller, id, waitUntil });
    const runs = await readTransactionHistories(snapshot.accepted.transactionId, {
      read: (run) => this.histories.read(run),
      list: (workflowId) => this.histories.list(workflowId),
    });
    // Without a worker the log of states is that of the histories.
    const known = snapshot.states.length > 0 ? snapshot : undefined;
    return redactTimeline(buildTimeline({ runs, snapshot: known }), (text) => this.redactor.redactText(text));
  }
}
