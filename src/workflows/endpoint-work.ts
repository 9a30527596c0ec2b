import type { DeliveryToOpen } from '../domain/webhook-delivery.js';
import type { EndpointWork } from './webhook-endpoint.messages.js';

/** Of the events that are opened at once: Temporal takes 2 MB. */
const MAX_CHARACTERS = 250_000;

/** What an endpoint has to do for its deliveries, in the order in which it came. */
export class EndpointWorkQueue {
  private readonly toOpen = new Map<number, DeliveryToOpen>();
  private toCall: number[];
  private toGiveUp: number[];
  private charactersToOpen = 0;
  /** By number, the keys of what was taken latest. */
  private readonly opening = new Map<number, string>();

  constructor({ toOpen, toCall, toGiveUp }: EndpointWork = { toOpen: [], toCall: [], toGiveUp: [] }) {
    for (const delivery of toOpen) this.open(delivery);
    this.toCall = [...toCall];
    this.toGiveUp = [...toGiveUp];
  }

  get count(): number {
    return this.toOpen.size + this.toCall.length + this.toGiveUp.length;
  }

  /** Of everything that is to be opened. */
  get characters(): number {
    return this.charactersToOpen;
  }

  open(delivery: DeliveryToOpen): void {
    this.toOpen.set(delivery.sequence, delivery);
    this.charactersToOpen += delivery.event.data.length;
  }

  /** A call does not reach a delivery that is not open yet: it is opened with its turn. */
  call(turns: readonly number[], watermark: number): void {
    for (const sequence of turns) {
      const delivery = this.toOpen.get(sequence);
      if (delivery) this.toOpen.set(sequence, { ...delivery, watermark });
      this.toCall.push(sequence);
    }
  }

  giveUp(deliveries: readonly number[]): void {
    this.toGiveUp.push(...deliveries);
  }

  /** @returns undefined for a number whose delivery is open. */
  findKeyToOpen(sequence: number): string | undefined {
    return this.toOpen.get(sequence)?.event.key ?? this.opening.get(sequence);
  }

  /** The number belongs to another delivery. */
  giveWay(sequence: number): void {
    this.opening.delete(sequence);
  }

  dequeueToOpen(most: number): readonly DeliveryToOpen[] {
    this.opening.clear();
    const dequeued: DeliveryToOpen[] = [];
    let characters = 0;
    for (const delivery of this.toOpen.values()) {
      characters += delivery.event.data.length;
      const isFull = dequeued.length >= most || characters > MAX_CHARACTERS;
      if (isFull && dequeued.length > 0) break;
      dequeued.push(delivery);
    }
    for (const { sequence, event } of dequeued) {
      this.toOpen.delete(sequence);
      this.opening.set(sequence, event.key);
      this.charactersToOpen -= event.data.length;
    }
    return dequeued;
  }

  dequeueToCall(most: number): readonly number[] {
    return this.toCall.splice(0, most);
  }

  /** Once they are open. */
  dequeueToGiveUp(most: number): readonly number[] {
    return this.toOpen.size > 0 ? [] : this.toGiveUp.splice(0, most);
  }

  toRecord(): EndpointWork {
    return { toOpen: [...this.toOpen.values()], toCall: this.toCall, toGiveUp: this.toGiveUp };
  }
}
