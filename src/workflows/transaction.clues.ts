import { isFruitless, lifecycleIsOver, nextAskAfter } from '../domain/asking.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { TimeLimits } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import type { CallbackHint } from './transaction.messages.js';

/** Callbacks beyond this are noted but no longer make us ask. */
const MOST_CALLBACKS = 12;
/** Numbers from callbacks that are tried, while our own acknowledgement is lost. */
const MOST_NUMBERS = 5;

/** What there is to ask Getnet about, and when to ask next. */
export class Clues {
  /** Numbers the callbacks named, latest first. */
  readonly numbers: IdPosTxs[] = [];
  /** Epoch ms. */
  nextAskAt = 0;
  /** Status queries in a row, since the lifecycle was over, that found nothing. */
  fruitless = 0;
  private readonly digests = new Set<string>();
  /** When the command was handed over, or known to be lost, epoch ms. */
  private handedOverAt = Date.now();
  /** Status queries since the latest callback; undefined while there was none. */
  private askedSinceCallback: number | undefined;

  constructor(
    private readonly acceptedAt: number,
    private readonly limits: TimeLimits,
  ) {}

  /** @returns whether the callback is news; a repeat of one is not. */
  take({ idPosTxs, digest }: CallbackHint): boolean {
    if (this.digests.has(digest) || this.digests.size >= MOST_CALLBACKS) return false;
    this.digests.add(digest);
    if (idPosTxs !== undefined && !this.numbers.includes(idPosTxs)) {
      this.numbers.unshift(idPosTxs);
      this.numbers.splice(MOST_NUMBERS);
    }
    this.askNow();
    return true;
  }

  /** @param at epoch ms: the latest moment at which the command may have left. */
  handedOver(at: number): void {
    this.handedOverAt = at;
    this.planNextAsk();
  }

  askNow(): void {
    this.askedSinceCallback = 0;
    this.planNextAsk();
  }

  get dueAtOnce(): boolean {
    return this.askedSinceCallback === 0;
  }

  /** A callback that arrives while Getnet is being asked makes us ask again. */
  beginAsking(): void {
    if (this.askedSinceCallback !== undefined) this.askedSinceCallback += 1;
  }

  heard(verdict: Verdict): void {
    this.fruitless = this.lifecycleOver && isFruitless(verdict) ? this.fruitless + 1 : 0;
  }

  planNextAsk(): void {
    this.nextAskAt = Date.now() + nextAskAfter(this.search, this.limits);
  }

  get lifecycleOver(): boolean {
    return lifecycleIsOver(this.search, this.limits);
  }

  private get search() {
    const now = Date.now();
    return {
      elapsed: now - this.handedOverAt,
      age: now - this.acceptedAt,
      askedSinceCallback: this.askedSinceCallback,
    };
  }
}
