import { Injectable } from '@nestjs/common';
import { MAX_ATTEMPTS, customIdOf } from '../../domain/ids.js';
import type { Attempt, TransactionId } from '../../domain/ids.js';
import { LateResults } from '../callbacks/late-results.service.js';
import { problem } from '../problems/problem.js';
import { acceptedOf, opensNextAttempt } from './run.js';
import type { Run } from './run.js';
import { Runs } from './runs.service.js';

/** What there is under one transaction id: the last attempt, and the number of a new one that may be started. */
export type Attempts =
  { readonly latest?: undefined; readonly next: number } | { readonly latest: Run; readonly next?: number };

/** Finds the latest attempt at a transaction. */
@Injectable()
export class AttemptFinder {
  constructor(
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /**
   * The young attempts are looked up one after the other; the index, which lags by seconds, knows those that outlived an
   * earlier one: Temporal forgets closed runs one by one, and one that waits for a person never.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async attemptsAt(transactionId: TransactionId): Promise<Attempts> {
    const indexed = await this.runs.latestIndexedAttempt(transactionId);
    // Looked up after the index was asked: what the index knows is then either there, or forgotten. In the other order a
    // first attempt that was started in between would pass for one that is forgotten, and a second would be opened on it.
    const known = indexed > 1 ? await this.runs.find({ transactionId, attempt: indexed }) : undefined;
    const first = known ?? (await this.runs.find({ transactionId, attempt: 1 }));
    return first === undefined ? { next: indexed + 1 } : this.attemptsAfter(first);
  }

  /**
   * A late callback says that the attempt before, which was never sent, was sent after all: nothing is
   * sent on top of it.
   *
   * @throws Problem `not-settled`
   */
  async requireUndoubted(before: Attempt): Promise<void> {
    const found = await this.lateResults.found(customIdOf(before));
    if (found === undefined || found === 'no') return;
    const detail =
      'Getnet called back about an attempt that had been refused, and it is not clear that no money moved. Nothing was sent. ' +
      'Check the terminal before charging again.';
    const { transactionId } = before;
    throw problem('not-settled', detail, {
      transactionId,
      moneyMoved: 'unknown',
      retry: found === 'yes' ? 'never' : 'same_key',
    });
  }

  private async attemptsAfter(known: Run): Promise<Attempts> {
    const { transactionId, attempt } = acceptedOf(known);
    let latest = known;
    for (let next = attempt + 1; opensNextAttempt(latest); next += 1) {
      if (next > MAX_ATTEMPTS) return { latest };
      const run = await this.runs.find({ transactionId, attempt: next });
      if (run === undefined) return { latest, next };
      latest = run;
    }
    return { latest };
  }
}
