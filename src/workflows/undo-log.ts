import { TemporalFailure, setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import { describeUndos, withUndoEnding, addGrantedUndo } from '../domain/undo-list.js';
import { findRefusal } from '../domain/undo.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { Undo, UndoClaim, UndoneSale } from '../domain/undo.js';
import { findExcess } from '../domain/undos-by-number.js';
import { lookupProxy } from './activity-proxies.js';
import type { UndoGrant, UndosInput, UndosMemo } from './undos.messages.js';

/** What is remembered of one sale's undos, and what may still be undone of it. The rules are the domain's. */
export class UndoLog {
  readonly sale: UndoneSale;
  /** Epoch ms. Several sales may have the same numbers: as long as the last of them is remembered. */
  rememberUntil: number;
  private undos: readonly Undo[];
  private readonly endingsBeforeGrant = new Map<UndoEnding['customId'], UndoEnding>();

  constructor({ sale, undos = [] }: UndosInput) {
    this.sale = sale;
    this.undos = undos;
    const until = undos.map(({ rememberUntil }) => rememberUntil ?? 0);
    this.rememberUntil = Math.max(sale.rememberUntil, ...until);
  }

  get isNothingOpen(): boolean {
    return this.undos.every(({ state }) => state !== 'open');
  }

  get memo(): UndosMemo {
    return { version: 1, sale: this.sale, undos: this.undos };
  }

  /** Judged and written down in one go: nothing comes between. */
  async request(claim: UndoClaim): Promise<UndoGrant> {
    // Nothing is awaited without need: a reset hands over all updates at once, and they have to keep their order.
    if (this.listDoubtfulOthers(claim).length > 0) await this.refreshOthers(claim);
    const refusal = findRefusal(this.memo, claim, nowIso());
    if (refusal) return { kind: 'refused', ...refusal };
    this.rememberUntil = Math.max(this.rememberUntil, claim.rememberUntil ?? 0);
    this.save(addGrantedUndo(this.undos, claim, nowIso()));
    const told = this.endingsBeforeGrant.get(claim.customId);
    if (told) this.recordEnding(told);
    return { kind: 'granted' };
  }

  /** An end may overtake its own grant. @returns in words what is wrong, where more went back than was charged. */
  recordEnding(ending: UndoEnding): string | undefined {
    const isListed = this.undos.some(({ customId }) => customId === ending.customId);
    if (!isListed) this.endingsBeforeGrant.set(ending.customId, ending);
    this.save(withUndoEnding(this.undos, ending, nowIso()));
    return ending.state === 'done' ? findExcess(this.memo) : undefined;
  }

  /** One whose end was never told, or that ended otherwise than it seemed: its own run and late callbacks know. */
  private async refreshOthers(claim: UndoClaim): Promise<void> {
    const endings = this.listDoubtfulOthers(claim).map(readEnding);
    for (const ending of await Promise.all(endings)) this.recordEnding(ending);
  }

  private listDoubtfulOthers({ customId: asking }: UndoClaim): readonly Undo[] {
    return this.undos.filter(({ state, customId }) => state !== 'done' && customId !== asking);
  }

  private save(undos: readonly Undo[]): void {
    this.undos = undos;
    upsertMemo({ undos });
    this.describe();
  }

  /** Tells a reader of the Temporal UI, in words, what was undone. */
  describe(): void {
    setCurrentDetails(describeUndos(this.memo));
  }
}

/** What cannot be looked up, and what nobody knows, stays as it is: what failed never turns open for it. */
async function readEnding({ customId, state }: Undo): Promise<UndoEnding> {
  try {
    const found = (await lookupProxy.readUndo(customId)) ?? state;
    return typeof found === 'string' ? { customId, state: found } : found;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { customId, state };
  }
}

function nowIso(): string {
  return new Date().toISOString();
}
