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
  /** The number that it had first, and that belongs to another: it keeps its turn among the events of its transaction. */
  readonly place?: number;
}

/** A number that a delivery has of which the endpoint did not know. */
export type UsedNumber = Pick<OpenDelivery, 'sequence' | 'about' | 'failedAt' | 'keptUntil'> & {
  /** Of its event. */
  readonly key: string;
  /** Absent: it is delivered. */
  readonly state?: OpenDelivery['state'];
};

/** What is known of an endpoint's sequence, as it goes over from run to run. */
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

/** How one delivery stands, as it reports. */
export type DeliveryReport = {
  readonly sequence: number;
  /** Of its event. Absent: it was started by a version that did not say so. */
  readonly key?: string;
  readonly at: string;
} & (
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
