import type { WebhookEvent } from './webhook-delivery.js';

/** A delivery that the endpoint has not taken yet. */
export interface OpenDelivery {
  readonly sequence: number;
  /** The transaction it is about. */
  readonly about?: string;
  /** `waiting`: for an earlier one of the same transaction, or for the endpoint to be back. */
  readonly state: 'sent' | 'waiting' | 'failed';
  /** ISO 8601: when it failed for good. */
  readonly failedAt?: string;
  /** ISO 8601: until then it can be redelivered, and holds the watermark. */
  readonly keptUntil?: string;
}

/** What is known of an endpoint's sequence. */
export interface EndpointRecord {
  /** The number of the next event. */
  readonly next: number;
  /** What is not delivered, in the order of the sequence. */
  readonly open: readonly OpenDelivery[];
  /** The keys of the latest events: an event is announced again when its announcer was interrupted. */
  readonly keys: readonly string[];
  /** ISO 8601: it answered 410, and takes nothing until a redelivery is taken. */
  readonly goneSince?: string;
}

export const newEndpoint: EndpointRecord = { next: 1, open: [], keys: [] };

const MOST_KEYS = 2_000;

/** What becomes of an event: its number, and whether its delivery has to wait. */
export interface Numbered {
  readonly record: EndpointRecord;
  /** Undefined for an event that has its number already. */
  readonly sequence?: number;
  readonly isHeld: boolean;
}

/** Gives an event the next number. The events of one transaction wait for each other; nothing else does. */
export function numberEvent(record: EndpointRecord, event: WebhookEvent): Numbered {
  if (record.keys.includes(event.key)) return { record, isHeld: false };
  const { next: sequence, open } = record;
  const { transactionId: about } = event;
  const isBehind = about !== undefined && open.some((one) => one.about === about && one.state !== 'failed');
  const isHeld = isBehind || record.goneSince !== undefined;
  const delivery: OpenDelivery = {
    sequence,
    ...(about !== undefined && { about }),
    state: isHeld ? 'waiting' : 'sent',
  };
  const keys = [...record.keys, event.key].slice(-MOST_KEYS);
  return { record: { ...record, next: sequence + 1, open: [...open, delivery], keys }, sequence, isHeld };
}

/** How one delivery stands, as it reports. */
export type DeliveryReport = { readonly sequence: number; readonly at: string } & (
  | {
      readonly kind: 'delivered';
      /** A person asked for it: an endpoint that was gone is back. */
      readonly isRedelivery: boolean;
    }
  | {
      readonly kind: 'failed';
      /** ISO 8601: until then it can be redelivered. */
      readonly keptUntil?: string;
    }
  /** The endpoint answered 410. */
  | { readonly kind: 'gone' }
);

/** A record, and the deliveries whose turn has come. */
export interface Turns {
  readonly record: EndpointRecord;
  readonly turns: readonly number[];
}

/**
 * Takes a report. One about what was delivered before changes nothing, unless the endpoint is back by it. Where everything that could be
 * called was called before, only the transaction of the delivery is looked at: an endpoint with 10,000 open deliveries takes a thousand
 * reports in one task.
 */
export function recordReport(record: EndpointRecord, report: DeliveryReport): Turns {
  switch (report.kind) {
    case 'gone':
      return {
        record: setState({ goneSince: report.at, ...record }, report.sequence, { state: 'waiting' }),
        turns: [],
      };
    case 'failed':
      return callNextOf(setState(record, report.sequence, toFailed(report)), findAbout(record, report));
    case 'delivered': {
      const open = record.open.filter(({ sequence }) => sequence !== report.sequence);
      const { goneSince, ...back } = record;
      const isBack = report.isRedelivery && goneSince !== undefined;
      return isBack
        ? callNext({ ...back, open })
        : callNextOf({ ...record, open }, findAbout(record, report));
    }
  }
}

function findAbout({ open }: EndpointRecord, report: DeliveryReport): string | undefined {
  return open.find(({ sequence }) => sequence === report.sequence)?.about;
}

/** The first of one transaction, where the endpoint takes anything. */
function callNextOf(record: EndpointRecord, about: string | undefined): Turns {
  if (record.goneSince !== undefined || about === undefined) return { record, turns: [] };
  const first = record.open.find((one) => one.about === about && one.state !== 'failed');
  if (first?.state !== 'waiting') return { record, turns: [] };
  return { record: setState(record, first.sequence, { state: 'sent' }), turns: [first.sequence] };
}

/** The first of each transaction, where the endpoint takes anything. */
export function callNext(record: EndpointRecord): Turns {
  if (record.goneSince !== undefined) return { record, turns: [] };
  const busy = new Set<string>();
  const turns: number[] = [];
  const open = record.open.map((one) => {
    const { about, state, sequence } = one;
    if (state === 'failed') return one;
    const isFirst = about === undefined || !busy.has(about);
    if (about !== undefined) busy.add(about);
    if (state !== 'waiting' || !isFirst) return one;
    turns.push(sequence);
    return { ...one, state: 'sent' as const };
  });
  return { record: { ...record, open }, turns };
}

function toFailed({ at, keptUntil }: DeliveryReport & { readonly kind: 'failed' }) {
  return { state: 'failed', failedAt: at, ...(keptUntil !== undefined && { keptUntil }) } as const;
}

function setState(
  record: EndpointRecord,
  sequence: number,
  state: Pick<OpenDelivery, 'state' | 'failedAt' | 'keptUntil'>,
): EndpointRecord {
  return {
    ...record,
    open: record.open.map((one) => (one.sequence === sequence ? { ...one, ...state } : one)),
  };
}

/** The lowest sequence that is neither delivered nor given up. */
export function computeWatermark({ open, next }: EndpointRecord): number {
  return open[0]?.sequence ?? next;
}

/** A record goes on from run to run, and Temporal takes no more than 2 MB: a day of 10,000 events without a receiver fits. */
const MOST_UNDELIVERED = 12_000;
const MOST_FAILED = 3_000;

/** Forgets what failed and cannot be redelivered any more, and the oldest where there are too many. @returns those that are to be tried no more. */
export function forgetOldest(
  record: EndpointRecord,
  now: string,
): { readonly record: EndpointRecord; readonly givenUp: readonly number[] } {
  if (!mayForget(record, now)) return { record, givenUp: [] };
  const kept = record.open.filter(({ keptUntil }) => keptUntil === undefined || keptUntil > now);
  const failed = kept.filter(({ state }) => state === 'failed');
  const undelivered = kept.filter(({ state }) => state !== 'failed');
  const givenUp = listExcess(undelivered, MOST_UNDELIVERED);
  const forgotten = new Set([...givenUp, ...listExcess(failed, MOST_FAILED)]);
  return { record: { ...record, open: kept.filter(({ sequence }) => !forgotten.has(sequence)) }, givenUp };
}

/** Looked at once for each event: most have nothing to forget. */
function mayForget({ open }: EndpointRecord, now: string): boolean {
  let failedCount = 0;
  for (const { state, keptUntil } of open) {
    if (keptUntil !== undefined && keptUntil <= now) return true;
    if (state === 'failed') failedCount += 1;
  }
  return failedCount > MOST_FAILED || open.length - failedCount > MOST_UNDELIVERED;
}

function listExcess(deliveries: readonly OpenDelivery[], most: number): readonly number[] {
  return deliveries.slice(0, Math.max(deliveries.length - most, 0)).map(({ sequence }) => sequence);
}

/** The number belongs to another delivery: whoever had it is behind. */
export function skipNumber(record: EndpointRecord, taken: number): EndpointRecord {
  const open = record.open.filter(({ sequence }) => sequence !== taken);
  return { ...record, open, next: Math.max(record.next, taken + 1) };
}
