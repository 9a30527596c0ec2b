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
  private readonly newsForUnopened: {
    readonly customId: CustomId;
    readonly handle: (attempt: Attempt) => void;
  }[] = [];

  constructor(
    accepted: Accepted,
    private readonly limits: TimeLimits,
    private readonly clock: WorkflowClock,
  ) {
    this.first = new Attempt(accepted, limits, clock);
  }

  get current(): Attempt {
    return this.later.at(-1) ?? this.first;
  }

  get all(): readonly Attempt[] {
    return [this.first, ...this.later];
  }

  get doubtedAttempts(): readonly Attempt[] {
    return this.all.filter(({ isDoubted }) => isDoubted);
  }

  /**
   * Nothing more is sent while there is one: it charged, or may have, although Getnet refused it. A callback blocks as well: where
   * only the token was refused, or the worker was lost, the same attempt could otherwise be sent again.
   */
  get blockingAttempts(): readonly Attempt[] {
    return this.all.filter(
      ({ isDoubted, hasCharged, isGivenUp, isKnownNotCharged, hasCallback }) =>
        isDoubted || hasCharged || isGivenUp || (hasCallback && !isKnownNotCharged),
    );
  }

  /** Those whose outcome is open: a person may settle them. */
  get openAttempts(): readonly Attempt[] {
    return this.all.filter(
      (attempt) => attempt.isDoubted || (attempt === this.current && !attempt.isKnownNotCharged),
    );
  }

  /** Whether the terminal may still be at work on another attempt than this one. */
  mayBeAtTerminal(except: Attempt): boolean {
    const others = this.all.filter(
      (attempt) => attempt !== except && (attempt.isInFlight || attempt.isDoubted),
    );
    return others.some(({ schedule }) => !schedule.isLifecycleOver);
  }

  /** Everything Getnet is to be asked about. @param isSettled whether the present attempt's outcome is known. */
  openQuestions(isSettled: boolean): readonly OpenQuestion[] {
    const open = this.all.filter(
      (attempt) =>
        attempt.isDoubted || (attempt === this.current && !attempt.isKnownNotCharged && !isSettled),
    );
    return open.flatMap((attempt) => attempt.numbers.map((number) => ({ attempt, number })));
  }

  /** Calls `handle` at once, or when this run, which repeats an earlier one, opens that attempt. */
  handleWhenOpened(customId: CustomId, handle: (attempt: Attempt) => void): void {
    const attempt = this.all.find(({ accepted }) => accepted.customId === customId);
    if (attempt === undefined) this.newsForUnopened.push({ customId, handle });
    else handle(attempt);
  }

  requestNext(accepted: Accepted): Attempt {
    this.next = this.createAttempt(accepted);
    return this.next;
  }

  open(next: Attempt): void {
    next.earlier = { before: this.all.flatMap(({ accepted: { previous } }) => previous ?? []) };
    this.later.push(next);
    this.next = undefined;
    for (const { customId, handle } of this.newsForUnopened.splice(0))
      this.handleWhenOpened(customId, handle);
  }

  /** Every waiting caller is answered now. */
  answerAll(): void {
    for (const attempt of this.all) attempt.answerTiming ??= 'in_new_task';
    if (this.next) this.next.answerTiming ??= 'in_new_task';
  }

  /** A further one: it knows which acceptance opened the transaction. */
  createAttempt(accepted: Accepted): Attempt {
    const { acceptanceId, createdAt } = this.first.accepted;
    const firstAcceptance = { ...(acceptanceId !== undefined && { acceptanceId }), createdAt };
    return new Attempt({ ...accepted, firstAcceptance }, this.limits, this.clock);
  }
}

/** While the answer to the command is outstanding, nobody is asked about it. */
export function listAskable(questions: readonly OpenQuestion[]): readonly OpenQuestion[] {
  return questions.filter(({ attempt }) => !attempt.isOutstanding);
}
