import { Injectable } from '@nestjs/common';
import { MAX_ATTEMPTS } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import { acceptedOf, opensNextAttempt } from './run.js';
import type { Run } from './run.js';
import { Runs } from './runs.service.js';

/** What there is under one transaction id: the last attempt, and the number of a new one that may be started. */
export type Attempts =
  { readonly latest?: undefined; readonly next: number } | { readonly latest: Run; readonly next?: number };

/** Finds the latest attempt at a transaction. */
@Injectable()
export class AttemptFinder {
  constructor(private readonly runs: Runs) {}

  /** @throws Problem `orchestrator-unavailable` */
  async attemptsAt(transactionId: TransactionId): Promise<Attempts> {
    // A first attempt may be older than the retention while the second is not: the key is still in use then.
    const [first, second] = await Promise.all(
      [1, 2].map((attempt) => this.runs.find({ transactionId, attempt })),
    );
    if (second !== undefined) return this.attemptsAfter(second);
    if (first === undefined) return { next: 1 };
    return opensNextAttempt(first) ? { latest: first, next: 2 } : { latest: first };
  }

  private async attemptsAfter(second: Run): Promise<Attempts> {
    const { transactionId } = acceptedOf(second);
    let latest = second;
    for (let attempt = 3; opensNextAttempt(latest); attempt += 1) {
      if (attempt > MAX_ATTEMPTS) return { latest };
      const run = await this.runs.find({ transactionId, attempt });
      if (run === undefined) return { latest, next: attempt };
      latest = run;
    }
    return { latest };
  }
}
