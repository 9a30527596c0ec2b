import { condition } from '@temporalio/workflow';
import type { DeliveryToOpen, WebhookEvent } from '../domain/webhook-delivery.js';
import {
  callNext,
  computeWatermark,
  forgetOldest,
  newEndpoint,
  numberEvent,
  recordReport,
  skipNumber,
} from '../domain/webhook-endpoint.js';
import type { EndpointRecord } from '../domain/webhook-endpoint.js';
import type { EndpointChange, EndpointInput, EndpointMemo } from './webhook-endpoint.messages.js';

/** So much work goes over to the next run: with the longest record it fits into what Temporal takes as input. */
const MOST_CARRIED = 500;
const MOST_CARRIED_CHARACTERS = 100_000;

/** So many failed numbers are shown. */
const MOST_SHOWN = 100;

/** The sequence of one endpoint: which numbers are given, what is not delivered, and what is to be done about it. */
export class EndpointSequence {
  private record: EndpointRecord | undefined;
  /** What came before it was known which numbers were given. */
  private early: EndpointChange[] = [];
  private toOpen: DeliveryToOpen[] = [];
  private toCall: number[] = [];
  private toGiveUp: number[] = [];
  /** What is shown has changed. */
  isChanged = false;
  /** Perhaps not everything that can be called was called: by an earlier version, or because a number was passed over. */
  private isUnsettled = true;

  constructor(private readonly input: EndpointInput) {
    const { record, left } = input;
    this.record = record;
    this.toOpen.push(...(left?.toOpen ?? []));
    this.toCall.push(...(left?.toCall ?? []));
    this.toGiveUp.push(...(left?.toGiveUp ?? []));
  }

  get name() {
    const { merchant, endpoint } = this.input;
    return { merchant, endpoint };
  }

  get isReady(): boolean {
    return this.record !== undefined;
  }

  get hasWork(): boolean {
    const { toOpen, toCall, toGiveUp } = this;
    return toOpen.length > 0 || toCall.length > 0 || toGiveUp.length > 0 || this.isChanged;
  }

  begin(record: EndpointRecord): void {
    // What was before them may have ended while nobody took its report.
    const called = callNext(record);
    this.record = called.record;
    this.toCall.push(...called.turns);
    const early = this.early;
    this.early = [];
    for (const change of early) this.take(change);
  }

  take(change: EndpointChange): void {
    if (this.record === undefined) return void this.early.push(change);
    if (change.kind === 'announced') return void this.number(change.event);
    const { record, turns } = recordReport(this.record, change.report);
    const { record: settled, turns: others } = this.isUnsettled ? callNext(record) : { record, turns: [] };
    this.isUnsettled = settled.goneSince !== undefined && this.isUnsettled;
    this.record = settled;
    this.call([...turns, ...others].toSorted((one, other) => one - other));
    this.forgetOldest(change.report.at);
    this.isChanged = true;
  }

  /** @returns the number of the event, as soon as it has one. */
  async announce(event: WebhookEvent): Promise<number> {
    await condition(() => this.isReady);
    return this.number(event);
  }

  takeToOpen(most: number): readonly DeliveryToOpen[] {
    return this.toOpen.splice(0, most);
  }

  takeToCall(most: number): readonly number[] {
    return this.toCall.splice(0, most);
  }

  /** Once they are open. */
  takeToGiveUp(most: number): readonly number[] {
    return this.toOpen.length > 0 ? [] : this.toGiveUp.splice(0, most);
  }

  /** Somebody ended an earlier run by hand, and the number was given then. */
  numberAgain({ sequence, event }: DeliveryToOpen): void {
    if (this.record === undefined) return;
    const skipped = skipNumber(this.record, sequence);
    this.record = { ...skipped, keys: skipped.keys.filter((key) => key !== event.key) };
    this.isUnsettled = true;
    this.number(event);
  }

  get watermark(): number {
    return computeWatermark(this.record ?? newEndpoint);
  }

  /** Whether what is left to do fits into the input of the next run. */
  get isLight(): boolean {
    const { toOpen, toCall, toGiveUp } = this;
    if (toOpen.length + toCall.length + toGiveUp.length > MOST_CARRIED) return false;
    return toOpen.reduce((sum, { event }) => sum + event.data.length, 0) <= MOST_CARRIED_CHARACTERS;
  }

  /** What the next run of it begins with. */
  get nextInput(): EndpointInput {
    const { toOpen, toCall, toGiveUp } = this;
    const { merchant, endpoint } = this.name;
    const left = this.hasWork ? { left: { toOpen, toCall, toGiveUp } } : {};
    return { version: 1, merchant, endpoint, ...(this.record && { record: this.record }), ...left };
  }

  get memo(): EndpointMemo {
    const { next, open, goneSince } = this.record ?? newEndpoint;
    const failed = open.filter(({ state }) => state === 'failed');
    const failedSince = failed.map(({ failedAt = '' }) => failedAt).toSorted()[0];
    return {
      version: 1,
      last: next - 1,
      watermark: this.watermark,
      failedCount: failed.length,
      failed: failed.slice(0, MOST_SHOWN).map(({ sequence }) => sequence),
      failedSince: failedSince ?? null,
      goneSince: goneSince ?? null,
    };
  }

  private number(event: WebhookEvent): number {
    const { record, sequence, isHeld } = numberEvent(this.record ?? newEndpoint, event);
    this.record = record;
    if (sequence === undefined) return record.next - 1;
    this.forgetOldest(event.at);
    this.toOpen.push({ sequence, event, ...(!isHeld && { watermark: this.watermark }) });
    this.isChanged = true;
    return sequence;
  }

  /** A call does not reach a delivery that is not open yet: it is opened with its turn. */
  private call(turns: readonly number[]): void {
    if (turns.length === 0) return;
    const { watermark } = this;
    this.toOpen = this.toOpen.map((delivery) =>
      turns.includes(delivery.sequence) ? { ...delivery, watermark } : delivery,
    );
    this.toCall.push(...turns);
  }

  private forgetOldest(now: string): void {
    const { record, givenUp } = forgetOldest(this.record ?? newEndpoint, now);
    this.record = record;
    this.toGiveUp.push(...givenUp);
    // The next one of its transaction may be called now, and no report of it says so.
    if (givenUp.length > 0) this.isUnsettled = true;
  }
}
