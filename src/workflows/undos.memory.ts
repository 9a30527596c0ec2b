import { TemporalFailure, setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import { undosInWords, ended, granted } from '../domain/undo-list.js';
import { refusalOf } from '../domain/undo.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { Undo, UndoClaim, UndoneSale } from '../domain/undo.js';
import { excessOf } from '../domain/undos-by-number.js';
import { records } from './activity-proxies.js';
import type { UndoGrant, UndosInput, UndosMemo } from './undos.messages.js';

/** What is remembered of one sale's undos, and what may still be undone of it. The rules are the domain's. */
export class SaleUndos {
  readonly sale: UndoneSale;
  /** Epoch ms. Several sales may have the same numbers: as long as the last of them is remembered. */
  rememberUntil: number;
  private undos: readonly Undo[];
  private readonly toldBefore = new Map<UndoEnding['customId'], UndoEnding>();

  constructor({ sale, undos = [] }: UndosInput) {
    this.sale = sale;
    this.undos = undos;
    const until = undos.map(({ rememberUntil }) => rememberUntil ?? 0);
    this.rememberUntil = Math.max(sale.rememberUntil, ...until);
  }

  get nothingOpen(): boolean {
    return this.undos.every(({ state }) => state !== 'open');
  }

  get asMemo(): UndosMemo {
    return { version: 1, sale: this.sale, undos: this.undos };
  }

  /** Judged and written down in one go: nothing comes between. */
  async request(claim: UndoClaim): Promise<UndoGrant> {
    // Nothing is awaited without need: a reset hands over all updates at once, and they have to keep their order.
    if (this.doubtfulBeside(claim).length > 0) await this.lookAfterTheOthers(claim);
    const refusal = refusalOf(this.asMemo, claim, now());
    if (refusal) return { kind: 'refused', ...refusal };
    this.rememberUntil = Math.max(this.rememberUntil, claim.rememberUntil ?? 0);
    this.keep(granted(this.undos, claim, now()));
    const told = this.toldBefore.get(claim.customId);
    if (told) this.end(told);
    return { kind: 'granted' };
  }

  /** An end may overtake its own grant. @returns in words what is wrong, where more went back than was charged. */
  end(ending: UndoEnding): string | undefined {
    const isListed = this.undos.some(({ customId }) => customId === ending.customId);
    if (!isListed) this.toldBefore.set(ending.customId, ending);
    this.keep(ended(this.undos, ending, now()));
    return ending.state === 'done' ? excessOf(this.asMemo) : undefined;
  }

  /** One whose end was never told, or that ended otherwise than it seemed: its own run and late callbacks know. */
  private async lookAfterTheOthers(claim: UndoClaim): Promise<void> {
    const found = this.doubtfulBeside(claim).map(readEnding);
    for (const ending of await Promise.all(found)) this.end(ending);
  }

  private doubtfulBeside({ customId: asking }: UndoClaim): readonly Undo[] {
    return this.undos.filter(({ state, customId }) => state !== 'done' && customId !== asking);
  }

  private keep(undos: readonly Undo[]): void {
    this.undos = undos;
    upsertMemo({ undos });
    this.say();
  }

  /** Tells a reader of the Temporal UI, in words, what was undone. */
  say(): void {
    setCurrentDetails(undosInWords(this.asMemo));
  }
}

/** What cannot be looked up, and what nobody knows, stays as it is: what failed never turns open for it. */
async function readEnding({ customId, state }: Undo): Promise<UndoEnding> {
  try {
    const found = (await records.readUndo(customId)) ?? state;
    return typeof found === 'string' ? { customId, state: found } : found;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { customId, state };
  }
}

function now(): string {
  return new Date().toISOString();
}
