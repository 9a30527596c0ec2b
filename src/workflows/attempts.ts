import type { CustomId, IdPosTxs } from '../domain/ids.js';
import type { TimeLimits } from '../domain/policy.js';
import type { Accepted } from '../domain/transaction.js';
import { Attempt } from './attempt.js';
import type { WorkflowClock } from './workflow-clock.js';

/** A number that one attempt may have at Getnet. */
export interface OpenQuestion {
  readonly attempt: Attempt;
  readonly number: IdPosTxs;
}

/** All attempts at one transaction: nothing of an earlier one is forgotten while a later one is open. */
export class Attempts {
  readonly first: Attempt;
  /** The one that a repeat of the key asks for; undefined while none does. */
  next: Attempt | undefined;
  private readonly later: Attempt[] = [];

  constructor(
    accepted: Accepted,
    private readonly limits: TimeLimits,
    private readonly clock: WorkflowClock,
  ) {
    this.first = this.make(accepted);
  }

  get current(): Attempt {
    return this.later.at(-1) ?? this.first;
  }

  get all(): readonly Attempt[] {
    return [this.first, ...this.later];
  }

  get doubted(): readonly Attempt[] {
    return this.all.filter(({ isDoubted }) => isDoubted);
  }

  /**
   * Nothing more is sent while there is one: it charged, or may have, although Getnet refused it. One on its way that Getnet has
   * called back about is not sent again either when only its token is refused.
   */
  get obstacles(): readonly Attempt[] {
    return this.all.filter(
      ({ isDoubted, hasCharged, isGivenUp, isOutstanding, hasCallback }) =>
        isDoubted || hasCharged || isGivenUp || (isOutstanding && hasCallback),
    );
  }

  /** Everything Getnet is to be asked about. @param isSettled whether the present attempt's outcome is known. */
  openQuestions(isSettled: boolean): readonly OpenQuestion[] {
    const open = this.all.filter(
      (attempt) => attempt.isDoubted || (attempt === this.current && !attempt.isDecided && !isSettled),
    );
    return open.flatMap((attempt) => attempt.numbers.map((number) => ({ attempt, number })));
  }

  named(customId: CustomId): Attempt {
    return this.all.find(({ accepted }) => accepted.customId === customId) ?? this.current;
  }

  requestNext(accepted: Accepted): Attempt {
    this.next = this.make(accepted);
    return this.next;
  }

  open(next: Attempt): void {
    this.later.push(next);
    this.next = undefined;
  }

  make(accepted: Accepted): Attempt {
    return new Attempt(accepted, this.limits, this.clock);
  }
}
