import type { WebhookEvent } from './webhook-delivery.js';
import type { DeliveryReport, EndpointRecord, OpenDelivery, UsedNumber } from './webhook-endpoint.js';
import { OpenDeliveries } from './webhook-open-deliveries.js';

const MAX_KEYS = 2_000;

/** A record goes on from run to run, and Temporal takes no more than 2 MB: a day of 10,000 events without a receiver fits. */
export const MAX_UNDELIVERED = 12_000;
export const MAX_FAILED = 3_000;

/** What becomes of an event: its number, and whether its delivery has to wait. */
export interface Numbered {
  readonly sequence: number;
  readonly isHeld: boolean;
}

/** The sequence of an endpoint: gives the numbers, says whose turn it is, and knows what is not delivered. */
export class EndpointNumbers {
  private readonly open: OpenDeliveries;
  private readonly keys: Set<string>;
  private next: number;
  private gone: string | undefined;

  constructor({ next, open, keys, goneSince }: EndpointRecord) {
    this.open = new OpenDeliveries(open);
    this.keys = new Set(keys);
    this.next = next;
    this.gone = goneSince;
  }

  /** The latest number that was given. */
  get last(): number {
    return this.next - 1;
  }

  /** The lowest sequence that is neither delivered nor given up. */
  get watermark(): number {
    return this.open.lowest ?? this.next;
  }

  /** ISO 8601: it answered 410. */
  get goneSince(): string | undefined {
    return this.gone;
  }

  /** How much is not delivered, failed ones included. */
  get openCount(): number {
    return this.open.underWayCount + this.open.failedCount;
  }

  /** How many are on their way, or wait for that. */
  get underWayCount(): number {
    return this.open.underWayCount;
  }

  listFailed(): readonly OpenDelivery[] {
    return this.open.listFailed();
  }

  /** Gives an event the next number. The events of one transaction wait for each other; nothing else does. @returns undefined for an event that has its number already. */
  number({ key, transactionId }: WebhookEvent): Numbered | undefined {
    if (this.keys.has(key)) return undefined;
    const about = transactionId === undefined ? {} : { about: transactionId };
    return this.give(key, about);
  }

  /**
   * The number belongs to another delivery, of which this record does not know, so the event gets another number. It keeps its turn:
   * later events of its transaction may be open, and wait for it.
   *
   * @param other who has the number; undefined where that is forgotten.
   */
  renumber(used: number, event: WebhookEvent, other?: UsedNumber): Numbered {
    const { about, place = used } = this.open.find(used) ?? {};
    if (other) this.adoptNumber(other);
    else this.open.remove(used);
    this.keys.delete(event.key);
    this.next = Math.max(this.next, used + 1);
    return this.give(event.key, { ...(about !== undefined && { about }), place });
  }

  /**
   * Applies a report. One about what was delivered before changes nothing, unless the endpoint is back by it.
   *
   * @returns whose turn has come: where everything that could be called was called before, only the transaction of the delivery is
   *   looked at.
   */
  applyReport(report: DeliveryReport): readonly number[] {
    const { sequence } = report;
    const about = this.open.find(sequence)?.about;
    switch (report.kind) {
      case 'gone':
        this.gone ??= report.at;
        this.open.change(sequence, { state: 'waiting' });
        return [];
      case 'failed':
        this.open.change(sequence, toFailed(report));
        return this.callNextOf(about);
      case 'delivered': {
        this.open.remove(sequence);
        if (!report.isRedelivery || this.gone === undefined) return this.callNextOf(about);
        this.gone = undefined;
        return this.callNext();
      }
    }
  }

  /** The first of each transaction, where the endpoint takes anything. */
  callNext(): readonly number[] {
    if (this.gone !== undefined) return [];
    const turns = this.open.list().filter((one) => this.isNext(one));
    for (const { sequence } of turns) this.open.change(sequence, { state: 'sent' });
    return turns.map(({ sequence }) => sequence);
  }

  /** Forgets what failed and cannot be redelivered any more, and the oldest where there are too many. @returns those that are to be tried no more. */
  forgetOldest(now: string): readonly number[] {
    this.open.removeExpired(now);
    const { underWayCount, failedCount } = this.open;
    const givenUp = this.open.listOldestUnderWay(underWayCount - MAX_UNDELIVERED);
    const tooOld = failedCount > MAX_FAILED ? this.listFailed().slice(0, failedCount - MAX_FAILED) : [];
    for (const sequence of [...givenUp, ...tooOld.map((one) => one.sequence)]) this.open.remove(sequence);
    return givenUp;
  }

  /** The number belongs to another delivery: whoever had it is behind, and its event gets another. */
  skip(used: number, { key }: Pick<WebhookEvent, 'key'>): void {
    this.open.remove(used);
    this.keys.delete(key);
    this.next = Math.max(this.next, used + 1);
  }

  toRecord(): EndpointRecord {
    const { next, gone: goneSince } = this;
    return {
      next,
      open: this.open.list(),
      keys: [...this.keys],
      ...(goneSince !== undefined && { goneSince }),
    };
  }

  private give(key: string, { about, place }: Pick<OpenDelivery, 'about' | 'place'>): Numbered {
    const sequence = this.next;
    const first = about === undefined ? undefined : this.open.findFirstAbout(about);
    const isHeld = this.gone !== undefined || (first !== undefined && !isQueuedAfter(first, place));
    this.next += 1;
    const subject = { ...(about !== undefined && { about }), ...(place !== undefined && { place }) };
    this.open.add({ sequence, ...subject, state: isHeld ? 'waiting' : 'sent' });
    this.rememberKey(key);
    return { sequence, isHeld };
  }

  /** From now on it is known like any other. */
  private adoptNumber({ key, state, ...other }: UsedNumber): void {
    this.rememberKey(key);
    if (state === undefined) return this.open.remove(other.sequence);
    this.open.replace({ ...other, state: state === 'sent' && this.gone !== undefined ? 'waiting' : state });
  }

  private callNextOf(about: string | undefined): readonly number[] {
    if (this.gone !== undefined || about === undefined) return [];
    const first = this.open.findFirstAbout(about);
    if (first?.state !== 'waiting') return [];
    this.open.change(first.sequence, { state: 'sent' });
    return [first.sequence];
  }

  private isNext({ about, state, sequence }: OpenDelivery): boolean {
    if (state !== 'waiting') return false;
    return about === undefined || this.open.findFirstAbout(about)?.sequence === sequence;
  }

  private rememberKey(key: string): void {
    this.keys.add(key);
    if (this.keys.size <= MAX_KEYS) return;
    for (const oldest of this.keys) return void this.keys.delete(oldest);
  }
}

/** Whether a delivery waits and its place is after the given one. */
function isQueuedAfter({ state, sequence, place: own = sequence }: OpenDelivery, place = Infinity): boolean {
  return state === 'waiting' && own > place;
}

function toFailed({ at, keptUntil }: DeliveryReport & { readonly kind: 'failed' }) {
  return { state: 'failed', failedAt: at, ...(keptUntil !== undefined && { keptUntil }) } as const;
}
