import type { Proposal } from '../domain/resolution.js';
import type { ResolutionRefusal } from '../domain/resolution-refusals.js';
import type { ResolutionRequest } from './transaction.messages.js';

/** A person's verdict that is about to settle the transaction. */
export interface PendingResolution {
  readonly request: ResolutionRequest;
  /** Every key that agreed, the first one first. */
  actors: readonly string[];
  /** Set once it counts: a sale that needs a person for another reason may wait for one again. */
  isSettled?: true;
  /** Set where Getnet's last answer proved the outcome. The transaction may wait for a person again at once, for another reason. */
  isOvertaken?: true;
  /** Set where Getnet's last answer speaks against it. */
  refusal?: ResolutionRefusal | undefined;
}

/** Operators' requests to this run. The workflow handles them between status queries, so nothing is settled while one runs. */
export class OperatorRequests {
  /** Waits for a second person. */
  proposal: Proposal | undefined;
  pending: PendingResolution | undefined;
  private statusRequests = 0;
  private statusAnswers = 0;

  /** @returns the number of the request, for {@link isStatusAnswered}. */
  requestStatus(): number {
    this.statusRequests += 1;
    return this.statusRequests;
  }

  isStatusAnswered(request: number): boolean {
    return this.statusAnswers >= request;
  }

  get isStatusWaiting(): boolean {
    return this.statusAnswers < this.statusRequests;
  }

  get isWaiting(): boolean {
    return this.pending !== undefined || this.isStatusWaiting;
  }

  /** @returns what tells that every status request up to now has been answered. */
  takeStatusRequests(): () => void {
    const taken = this.statusRequests;
    return () => (this.statusAnswers = taken);
  }
}
