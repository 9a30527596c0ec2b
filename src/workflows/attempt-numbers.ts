import type { IdPosTxs } from '../domain/ids.js';
import { chooseDecline } from '../domain/own-numbers.js';
import type { ProvenNumber } from '../domain/own-numbers.js';
import type { OpenOutcome } from '../domain/resolution-refusals.js';
import type { Proof, Verdict } from '../domain/verdict.js';
import type { CallbackHint } from './transaction.messages.js';

/** So many numbers from callbacks are kept, the latest first. */
const MAX_NUMBERS = 5;

/** How far the attempt is that an answer of Getnet is about. */
export interface AnswerContext {
  readonly isLifecycleOver: boolean;
  /** Getnet refused the command. */
  readonly isNotSent: boolean;
}

/**
 * The numbers that one command may have at Getnet, which may run it twice: what callbacks and answers say of each, and which of them
 * may have charged.
 */
export class AttemptNumbers {
  private acknowledged: IdPosTxs | undefined;
  /** Latest first. */
  private namedByCallbacks: IdPosTxs[] = [];
  private readonly disproved = new Set<IdPosTxs>();
  /** Of callbacks that claim an approval; undefined for one without a number. */
  private readonly claimedApproved = new Set<IdPosTxs | undefined>();
  private readonly reportedApproved = new Set<IdPosTxs>();
  /** By Getnet's latest answer another operation's; or unknown to it after the lifecycle, where nothing but a decline was ever said. */
  private readonly unowned = new Set<IdPosTxs>();
  /** What callbacks said of each number: an approval, where one did. */
  private readonly hints = new Map<IdPosTxs, CallbackHint>();
  /** The latest callback for each number and each end that one claims. */
  private readonly finalClaims = new Map<string, CallbackHint>();
  /** Getnet has said of it that it is in process, or approved without what makes that proof. */
  private readonly begun = new Set<IdPosTxs>();
  /** Callbacks said something else of it than that it charged nothing. */
  private readonly suspected = new Set<IdPosTxs>();
  private charged: IdPosTxs | undefined;
  /** It is the attempt's outcome once no other number may have charged. */
  private heldDecline: ProvenNumber | undefined;

  /** Those that may be the attempt's, our own acknowledgement's first. */
  get all(): readonly IdPosTxs[] {
    const ours = this.acknowledged === undefined ? [] : [this.acknowledged];
    return [...new Set([...ours, ...this.namedByCallbacks])].filter((number) => !this.disproved.has(number));
  }

  /** Those that neither charged nor surely did not. */
  private get open(): readonly IdPosTxs[] {
    return this.all.filter((number) => number !== this.charged && !this.unowned.has(number));
  }

  /** The others of which nobody knows yet whether they charged. */
  listOpenBeside(number: IdPosTxs | undefined): readonly IdPosTxs[] {
    return this.open.filter((other) => other !== number);
  }

  /** What callbacks say of the other open ones, or Getnet itself: one that it acknowledged may have charged without a callback. */
  listHintsBeside(number: IdPosTxs | undefined, customId: CallbackHint['customId']): readonly CallbackHint[] {
    return this.listOpenBeside(number)
      .filter((other) => this.hints.has(other) || this.hasBegun(other))
      .map((other) => this.findHint(other, customId));
  }

  /** What is said of each, whatever Getnet answered about it; of the command itself, where it has none. */
  listHints(customId: CallbackHint['customId']): readonly CallbackHint[] {
    if (this.all.length === 0) return [{ version: 1, customId, digest: 'no number', claims: 'nothing' }];
    return this.all.map((number) => this.findHint(number, customId));
  }

  private findHint(idPosTxs: IdPosTxs, customId: CallbackHint['customId']): CallbackHint {
    const digest = `${idPosTxs}: begun`;
    return this.hints.get(idPosTxs) ?? { version: 1, customId, idPosTxs, digest, claims: 'nothing' };
  }

  /** Callbacks that claim another end than the one that is proven of this number. One without a number may be about it. */
  listHintsAgainst(number: IdPosTxs | undefined, proven: Proof['kind']): readonly CallbackHint[] {
    return [...this.finalClaims.values()].filter(({ idPosTxs, claims }) => {
      const isAboutIt = idPosTxs === undefined || number === undefined || idPosTxs === number;
      return isAboutIt && claims !== proven;
    });
  }

  /** @returns a number by which a callback claims an approval: the preferred one, if it is one. */
  findClaimed(preferred: IdPosTxs | undefined): IdPosTxs | undefined {
    const claimed = this.all.filter((number) => this.claimedApproved.has(number));
    return claimed.find((number) => number === preferred) ?? claimed[0];
  }

  /** Whether only an answer that names our `customId` counts: the number is not, or not alone, our acknowledgement's. */
  mustNameUs(number: IdPosTxs): boolean {
    const isAlone = this.all.length === 1 && this.heldDecline === undefined;
    return number !== this.acknowledged || !isAlone;
  }

  /** One charged, and of another nobody knows whether it did. */
  get hasChargedAmongOpen(): boolean {
    return this.charged !== undefined && this.open.length > 0;
  }

  /** How the attempt ended, where each is known not to have charged. */
  get provenDecline(): ProvenNumber | undefined {
    return this.open.length === 0 ? this.heldDecline : undefined;
  }

  /** What speaks for an approval. */
  get claims(): Pick<OpenOutcome, 'isClaimedApproved' | 'isReportedApproved'> {
    const isStanding = (number: IdPosTxs | undefined) => number === undefined || !this.disproved.has(number);
    return {
      isClaimedApproved: [...this.claimedApproved].some(isStanding),
      isReportedApproved: [...this.reportedApproved].some(isStanding),
    };
  }

  /** The first acknowledgement counts. */
  recordAcknowledgement(number: IdPosTxs | undefined): void {
    this.acknowledged ??= number;
  }

  /** @returns whether the callback names a number that was not among them, and `isAdded` if it is now. */
  recordHint(hint: CallbackHint): { readonly isNew: boolean; readonly isAdded: boolean } {
    const { idPosTxs, claims } = hint;
    if (claims === 'approved') this.claimedApproved.add(idPosTxs);
    if (claims === 'approved' || claims === 'declined')
      this.finalClaims.set(`${idPosTxs ?? ''} ${claims}`, hint);
    if (idPosTxs === undefined) return { isNew: false, isAdded: false };
    if (claims !== 'declined') this.suspected.add(idPosTxs);
    this.keepHint(idPosTxs, hint);
    const isNew = !this.all.includes(idPosTxs);
    // We ask again about a later *yes*, whatever was found before.
    if (isNew && claims === 'approved') this.disproved.delete(idPosTxs);
    const isAdded = isNew && !this.disproved.has(idPosTxs);
    if (isAdded) this.add(idPosTxs);
    return { isNew, isAdded };
  }

  recordVerdict(number: IdPosTxs, verdict: Verdict, context: AnswerContext): void {
    if (verdict.kind === 'approved_without_code') this.reportedApproved.add(number);
    if (verdict.kind === 'approved_without_code' || verdict.kind === 'pending') this.begun.add(number);
    const isForeign = verdict.kind === 'contradiction' && verdict.foreign;
    const isUnowned = isForeign || (verdict.kind === 'not_found' && this.isClosedByAbsence(number, context));
    if (isUnowned) this.unowned.add(number);
    else this.unowned.delete(number);
    if (number === this.acknowledged || !isUnowned) return;
    // *Not found* does not close the only number, nor the number of a doubt.
    if (isForeign || (!context.isNotSent && this.acknowledged !== undefined)) this.disproved.add(number);
  }

  /** *Not found* may be a failure of Getnet's, so it proves nothing about a command that may have charged (contract §0.4, §5.1). */
  private isClosedByAbsence(
    number: IdPosTxs,
    { isLifecycleOver }: Pick<AnswerContext, 'isLifecycleOver'>,
  ): boolean {
    if (!isLifecycleOver) return false;
    return !(this.hasBegun(number) || this.suspected.has(number));
  }

  /** By what Getnet itself says, whatever callbacks say. */
  private hasBegun(number: IdPosTxs): boolean {
    return number === this.acknowledged || this.begun.has(number);
  }

  /**
   * Takes the proof about one. An approval ends the attempt; a decline ends it only when no other number may have charged.
   *
   * @returns how the attempt ended; undefined while another number may have charged.
   */
  recordProof(found: ProvenNumber): ProvenNumber | undefined {
    const { proof } = found.proven;
    const number = found.number ?? proof.idPosTxs ?? this.acknowledged;
    if (proof.kind === 'approved') {
      this.charged = number;
      return found;
    }
    if (number !== undefined) this.markUncharged(number);
    this.heldDecline = chooseDecline(this.heldDecline, found, this.acknowledged);
    return this.provenDecline;
  }

  /** Getnet proved that the command of this number charged nothing, or a person says so: Getnet is not asked about it any more. */
  markUncharged(number: IdPosTxs): void {
    this.disproved.add(number);
  }

  private keepHint(number: IdPosTxs, hint: CallbackHint): void {
    if (hint.claims === 'approved') this.unowned.delete(number);
    if (this.hints.get(number)?.claims !== 'approved') this.hints.set(number, hint);
  }

  private add(number: IdPosTxs): void {
    this.namedByCallbacks = [number, ...this.namedByCallbacks.filter((other) => other !== number)];
    this.namedByCallbacks.splice(MAX_NUMBERS);
  }
}
