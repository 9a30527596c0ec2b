import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import type { TransactionId } from '../../domain/ids.js';
import { isFinal } from '../../domain/status.js';
import { LedgerUnavailable } from '../../ledger/database/ledger-unavailable.js';
import { BRIEF_ANSWER_MS } from '../../ledger/database/ledger-database.js';
import { findTransaction } from '../../ledger/queries/find-transaction.js';
import type { KeptTransaction } from '../../ledger/queries/find-transaction.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import { METRICS } from '../metrics/metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import { KeyLedger } from './key-ledger.js';
import { unrememberedProblem } from './ledger-problems.js';

const FORGOTTEN =
  'The ledger has kept this transaction without an outcome, and Temporal no longer remembers it: check with Getnet, and do not repeat.';

/** Remembers transactions, and so their keys, for longer than Temporal does. What it knows is only ever answered: nothing is started. */
@Injectable()
export class ForgottenKeys {
  constructor(
    @Inject(KeyLedger) private readonly database: KeyLedger,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  /**
   * Never fails: a ledger that is away knows nothing, and that is counted.
   *
   * @returns the transaction as it was known last, where Temporal has none.
   */
  async find(id: TransactionId): Promise<ShownTransaction | undefined> {
    const found = await this.ask(id);
    return found instanceof LedgerUnavailable ? undefined : found;
  }

  /** As {@link find}. @throws Problem `ledger-unavailable` where there is a ledger and it does not answer: it may know the transaction. */
  async require(id: TransactionId): Promise<ShownTransaction | undefined> {
    const found = await this.ask(id);
    if (!(found instanceof LedgerUnavailable)) return found;
    if (this.environment.DATABASE_URL === undefined) return undefined;
    throw unrememberedProblem();
  }

  private async ask(id: TransactionId): Promise<ShownTransaction | LedgerUnavailable | undefined> {
    const from = new Date(Date.now() - this.environment.KEY_RETENTION);
    const found = await this.database
      .askBriefly(BRIEF_ANSWER_MS, () => findTransaction(this.database, id, from))
      .catch((error: unknown) => new LedgerUnavailable(error));
    if (!(found instanceof LedgerUnavailable)) return found && toForgottenTransaction(found);
    this.metrics.countLedgerUnavailable();
    return found;
  }
}

/**
 * Its run is gone: its key tries no more, and nobody searches for an outcome. That money moved stays true. A *no* is only true of a run
 * that was seen to end: one that was not sent may have tried again, and been approved, after it was seen last.
 */
export function toForgottenTransaction({ shown, hasEnded }: KeptTransaction): ShownTransaction {
  const { retryUntil: _until, ...snapshot } = shown.snapshot;
  const hasOutcome = snapshot.outcome.moneyMoved === 'yes' || (hasEnded && isFinal(snapshot.status));
  if (hasOutcome) return { ...shown, snapshot };
  const outcome = { moneyMoved: 'unknown', detail: FORGOTTEN } as const;
  return { ...shown, snapshot: { ...snapshot, status: 'needs_attention', outcome } };
}
