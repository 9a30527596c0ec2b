import type { Body } from '../test/e2e/support/http.js';

/** One answer that a shop received. `sent` and `receivedAt` are places in the order of everything that was sent and received in the run. */
export interface ReceivedAnswer {
  /** The transaction that was asked about. */
  readonly id: string;
  readonly ask: 'start' | 'read' | 'cancel' | 'confirm' | 'other_body';
  readonly api: 1 | 2;
  readonly sent: number;
  readonly receivedAt: number;
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

/** Every answer that shops received, as it came. */
export class Record {
  readonly responses: ReceivedAnswer[] = [];
  readonly unanswered: Unanswered[] = [];
  #clock = 0;

  tick(): number {
    return (this.#clock += 1);
  }
}
