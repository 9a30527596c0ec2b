import type { Body } from '../test/e2e/support/http.js';

/** One answer that a shop was given. Its two numbers are places in the order of all sendings and hearings of the run. */
export interface ReceivedAnswer {
  /** The transaction that was asked about. */
  readonly id: string;
  readonly ask: 'start' | 'read' | 'cancel' | 'confirm' | 'other_body';
  readonly api: 1 | 2;
  readonly sent: number;
  readonly heard: number;
  /** When it was sent. */
  readonly sentAtMs: number;
  readonly http: number;
  readonly body: Body;
}

/** A question that was never answered: the connection ended, or the shop waited no longer. */
export interface Unanswered {
  readonly id: string;
  readonly ask: ReceivedAnswer['ask'];
  readonly sent: number;
}

/** Everything that shops were told, as it came. */
export class Record {
  readonly told: ReceivedAnswer[] = [];
  readonly unanswered: Unanswered[] = [];
  #clock = 0;

  tick(): number {
    return (this.#clock += 1);
  }
}
