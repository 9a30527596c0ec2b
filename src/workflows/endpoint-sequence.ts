import { condition } from '@temporalio/workflow';
import { EndpointNumbers } from '../domain/webhook-numbers.js';
import type { Numbered } from '../domain/webhook-numbers.js';
import type { DeliveryToOpen, WebhookEvent } from '../domain/webhook-delivery.js';
import { newEndpoint } from '../domain/webhook-endpoint.js';
import type { EndpointRecord, UsedNumber } from '../domain/webhook-endpoint.js';
import { EndpointWorkQueue } from './endpoint-work.js';
import type { EndpointChange, EndpointInput, EndpointMemo } from './webhook-endpoint.messages.js';

/** So much work goes over to the next run: with the longest record it fits into what Temporal takes as input. */
const MAX_CARRIED = 500;
const MAX_CARRIED_CHARACTERS = 400_000;
const ALWAYS_CARRIED_CHARACTERS = 100_000;
/** About as long as an open delivery is in a record. */
const CHARACTERS_OF_OPEN = 80;

const MAX_FAILED_SHOWN = 100;

type Reported = Extract<EndpointChange, { readonly kind: 'reported' }>;

/** The sequence of one endpoint: which numbers are given, what is not delivered, and what is to be done about it. */
export class EndpointSequence {
  readonly work: EndpointWorkQueue;
  private book: EndpointNumbers | undefined;
  /** What came before it was known which numbers were given. */
  private early: EndpointChange[] = [];
  /** About deliveries that have numbers of ours, as will be known when ours are to be open. */
  private ofOthers: Reported[] = [];
  /** What is shown has changed. */
  isChanged = false;
  /** Perhaps not everything that can be called was called: by an earlier version, or because a number was passed over. */
  private isUnsettled = true;

  constructor(private readonly input: EndpointInput) {
    const { record, left } = input;
    this.book = record && new EndpointNumbers(record);
    this.work = new EndpointWorkQueue(left);
  }

  get name() {
    const { merchant, endpoint } = this.input;
    return { merchant, endpoint };
  }

  /** Absent in the input of a run that an earlier version started. */
  get worksOutside(): boolean {
    return this.input.worksOutside === true;
  }

  get isReady(): boolean {
    return this.book !== undefined;
  }

  get hasWork(): boolean {
    return this.work.count > 0 || this.isChanged;
  }

  begin(record: EndpointRecord): void {
    this.book = new EndpointNumbers(record);
    // What was before them may have ended while nobody took its report.
    this.work.call(this.book.callNext(), this.watermark);
    const early = this.early;
    this.early = [];
    for (const change of early) this.receive(change);
  }

  receive(change: EndpointChange): void {
    const { book } = this;
    if (book === undefined) return void this.early.push(change);
    if (change.kind === 'announced') return void this.number(book, change.event);
    if (this.isOfAnother(change)) return void this.ofOthers.push(change);
    const turns = book.applyReport(change.report);
    const others = this.isUnsettled ? book.callNext() : [];
    this.isUnsettled = book.goneSince !== undefined && this.isUnsettled;
    this.work.call(
      [...turns, ...others].toSorted((one, other) => one - other),
      this.watermark,
    );
    this.forgetOldest(book, change.report.at);
    this.isChanged = true;
  }

  /** @returns the number of the event, as soon as it has one. */
  async announce(event: WebhookEvent): Promise<number> {
    await condition(() => this.isReady);
    return this.number(this.knownBook, event);
  }

  /**
   * Somebody ended an earlier run by hand, and the number was given then.
   *
   * @param others who has such numbers. Undefined: an earlier version found them.
   */
  renumber({ sequence, event }: DeliveryToOpen, others: readonly UsedNumber[] | undefined): void {
    const { knownBook: book } = this;
    this.isUnsettled = true;
    if (others === undefined) {
      book.skip(sequence, event);
      return void this.number(book, event);
    }
    const other = others.find((one) => one.sequence === sequence);
    this.open(book, event, book.renumber(sequence, event, other));
    this.work.call(book.callNext(), this.watermark);
    this.receiveReportsOfOther(sequence);
  }

  private isOfAnother({ report }: Reported): boolean {
    const key = this.work.findKeyToOpen(report.sequence);
    return report.key !== undefined && key !== undefined && report.key !== key;
  }

  private receiveReportsOfOther(sequence: number): void {
    this.work.giveWay(sequence);
    const reports = this.ofOthers.filter(({ report }) => report.sequence === sequence);
    this.ofOthers = this.ofOthers.filter(({ report }) => report.sequence !== sequence);
    for (const report of reports) this.receive(report);
  }

  get watermark(): number {
    return this.knownBook.watermark;
  }

  /** How many of its deliveries are on their way, or wait for that. */
  get underWayCount(): number {
    return this.knownBook.underWayCount;
  }

  /** Whether what is left to do fits into the input of the next run. */
  get isLight(): boolean {
    const { count, characters } = this.work;
    const ofRecord = this.knownBook.openCount * CHARACTERS_OF_OPEN;
    const most = Math.max(MAX_CARRIED_CHARACTERS - ofRecord, ALWAYS_CARRIED_CHARACTERS);
    return count <= MAX_CARRIED && characters <= most;
  }

  /** What the next run of it begins with. */
  get nextInput(): EndpointInput {
    const { merchant, endpoint } = this.name;
    const record = this.book && { record: this.book.toRecord() };
    const left = this.hasWork ? { left: this.work.toRecord() } : {};
    return { version: 1, merchant, endpoint, worksOutside: true, ...record, ...left };
  }

  get memo(): EndpointMemo {
    const { knownBook: book } = this;
    const failed = book.listFailed();
    const failedSince = failed.map(({ failedAt = '' }) => failedAt).toSorted()[0];
    return {
      version: 1,
      last: book.last,
      watermark: book.watermark,
      failedCount: failed.length,
      failed: failed.slice(0, MAX_FAILED_SHOWN).map(({ sequence }) => sequence),
      failedSince: failedSince ?? null,
      goneSince: book.goneSince ?? null,
    };
  }

  private get knownBook(): EndpointNumbers {
    return this.book ?? new EndpointNumbers(newEndpoint);
  }

  private number(book: EndpointNumbers, event: WebhookEvent): number {
    const numbered = book.number(event);
    return numbered === undefined ? book.last : this.open(book, event, numbered);
  }

  private open(book: EndpointNumbers, event: WebhookEvent, { sequence, isHeld }: Numbered): number {
    this.forgetOldest(book, event.at);
    this.work.open({ sequence, event, ...(!isHeld && { watermark: book.watermark }) });
    this.isChanged = true;
    return sequence;
  }

  private forgetOldest(book: EndpointNumbers, now: string): void {
    const givenUp = book.forgetOldest(now);
    this.work.giveUp(givenUp);
    // The next one of its transaction may be called now, and no report of it says so.
    if (givenUp.length > 0) this.isUnsettled = true;
  }
}
