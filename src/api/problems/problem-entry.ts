/** What a caller may do after an error: repeat with the same idempotency key, with a new one, or not at all. */
export const retries = ['same_key', 'new_key', 'never'] as const;

export type Retry = (typeof retries)[number];

/** `no`: this request moved no money; of an earlier one with its key it may say nothing. `unknown`: ask again before doing anything else. */
export const problemMoneyAnswers = ['no', 'unknown'] as const;

export type ProblemMoney = (typeof problemMoneyAnswers)[number];

/** All that is written about one problem code: its page, the OpenAPI document and docs/failures.md are made of it. */
export interface ProblemEntry {
  readonly status: number;
  readonly money: ProblemMoney;
  readonly retry: Retry;
  readonly title: string;
  /** What happened, and what is certain. */
  readonly meaning: string;
  /** What the caller does next. */
  readonly next: string;
  /** The same for a transaction that was accepted and ended `not_sent`, where its key has to be treated differently. */
  readonly nextOnceAccepted?: string;
  /** Whether the answer comes before the idempotency key is looked up, so that it says nothing about an earlier request. */
  readonly isBeforeKey?: true;
  /** Whether the answer says in `Retry-After` when to come back. */
  readonly retryAfter?: true;
  /** Where `docs/` says more, relative to `docs/failures.md`. */
  readonly more?: string;
}

export type ProblemEntries = Readonly<Record<string, ProblemEntry>>;
