import { TemporalFailure, setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import { describeUndos, withUndoEnding, addGrantedUndo } from '../domain/undo-list.js';
import { findRefusal } from '../domain/undo.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { Undo, UndoClaim, UndoneSale } from '../domain/undo.js';
import { computeRememberUntil, isOfOtherUse } from '../domain/undo-terms.js';
import { findExcess } from '../domain/undos-by-number.js';
import { lookupProxy } from './activity-proxies.js';
import type { UndoGrant, UndosInput, UndosMemo } from './undos.messages.js';

/** The undos of one sale, and what may still be undone of it. The rules are in the domain. */
export class UndoLog {
  readonly sale: UndoneSale;
  rememberUntilMs: number;
  /** Until then at least, because the sale was found open; 0 where that never was said. */
  extendedUntilMs: number;
  private undos: readonly Undo[];
  private readonly endingsBeforeGrant = new Map<UndoEnding['customId'], UndoEnding>();

  constructor({ sale, undos = [], rememberUntil = 0 }: UndosInput) {
    this.sale = sale;
    this.undos = undos;
    this.extendedUntilMs = rememberUntil;
    this.rememberUntilMs = computeRememberUntil({ sale, undos, rememberUntil });
  }

  get isNothingOpen(): boolean {
    return this.undos.every(({ state }) => state !== 'open');
  }

  get memo(): UndosMemo {
    const extended = this.extendedUntilMs > 0 && { rememberUntil: this.extendedUntilMs };
    return { version: 1, sale: this.sale, undos: this.undos, ...extended };
  }

  /** The sale can still be undone. @param untilMs it is remembered until then, at least. */
  extend(untilMs: number): void {
    if (untilMs <= this.extendedUntilMs) return;
    this.extendedUntilMs = untilMs;
    this.rememberUntilMs = Math.max(this.rememberUntilMs, untilMs);
    upsertMemo({ rememberUntil: untilMs });
  }

  /** Decides and records in one step, so that no other request comes between. */
  async request(claim: UndoClaim): Promise<UndoGrant> {
    // Await only where needed: a reset delivers all updates at once, and they have to keep their order.
    if (this.listDoubtfulOthers(claim).length > 0) await this.refreshOthers(claim);
    const refusal = findRefusal(this.memo, claim, nowIso());
    if (refusal) return { kind: 'refused', ...refusal };
    this.rememberUntilMs = Math.max(this.rememberUntilMs, claim.rememberUntil ?? 0);
    this.save(addGrantedUndo(this.undos, claim, nowIso()));
    const earlierEnding = this.endingsBeforeGrant.get(claim.customId);
    if (earlierEnding) this.recordEnding(earlierEnding);
    return { kind: 'granted' };
  }

  /** An end may arrive before its own grant. @returns a warning when more went back than was charged. */
  recordEnding(ending: UndoEnding): string | undefined {
    const isListed = this.undos.some(({ customId }) => customId === ending.customId);
    if (!isListed) this.endingsBeforeGrant.set(ending.customId, ending);
    this.save(withUndoEnding(this.undos, ending, nowIso()));
    return ending.state === 'done' ? findExcess(this.memo) : undefined;
  }

  /** Reads the end of each undo whose report is missing or may be outdated from its own run and from late callbacks. */
  private async refreshOthers(claim: UndoClaim): Promise<void> {
    const endings = this.listDoubtfulOthers(claim).map(readEnding);
    for (const ending of await Promise.all(endings)) this.recordEnding(ending);
  }

  /** A run sends its next attempt only once it has verified all that is said of those before. */
  private listDoubtfulOthers(claim: UndoClaim): readonly Undo[] {
    const { customId: asking, transactionId: own } = claim;
    const isVouchedFor = (undo: Undo) =>
      undo.state === 'failed' && undo.transactionId === own && !isOfOtherUse(undo, claim);
    return this.undos.filter(
      (undo) => undo.state !== 'done' && undo.customId !== asking && !isVouchedFor(undo),
    );
  }

  private save(undos: readonly Undo[]): void {
    this.undos = undos;
    upsertMemo({ undos });
    this.describe();
  }

  /** Shows in the Temporal UI what was undone. */
  describe(): void {
    setCurrentDetails(describeUndos(this.memo));
  }
}

/** If the end cannot be read, or nobody knows it, the state stays: a failed undo never becomes open for that reason. */
async function readEnding({ customId, since, firstRequest, state }: Undo): Promise<UndoEnding> {
  try {
    const found =
      (await lookupProxy.readUndo({
        customId,
        since,
        ...(firstRequest !== undefined && { firstRequest }),
      })) ?? state;
    return typeof found === 'string' ? { customId, state: found } : found;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { customId, state };
  }
}

function nowIso(): string {
  return new Date().toISOString();
}
