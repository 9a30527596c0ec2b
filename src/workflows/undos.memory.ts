import { TemporalFailure, setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import { undosInWords, ended, granted } from '../domain/undo-list.js';
import { refusalOf } from '../domain/undo.js';
import type { UndoEnding } from '../domain/undo-list.js';
import type { Undo, UndoClaim, UndoneSale } from '../domain/undo.js';
import { records } from './activity-proxies.js';
import type { UndoGrant, UndosInput, UndosMemo } from './undos.messages.js';

/** What is remembered of one sale's undos, and what may still be undone of it. The rules are the domain's. */
export class SaleUndos {
  readonly sale: UndoneSale;
  private undos: readonly Undo[];
  private readonly toldBefore = new Map<UndoEnding['customId'], UndoEnding>();

  constructor({ sale, undos = [] }: UndosInput) {
    this.sale = sale;
    this.undos = undos;
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
    const refusal = refusalOf(this.asMemo, claim);
    if (refusal) return { kind: 'refused', ...refusal };
    this.keep(granted(this.undos, claim, now()));
    const told = this.toldBefore.get(claim.customId);
    if (told) this.end(told);
    return { kind: 'granted' };
  }

  /** An end may overtake its own grant. */
  end(ending: UndoEnding): void {
    const isListed = this.undos.some(({ customId }) => customId === ending.customId);
    if (!isListed) this.toldBefore.set(ending.customId, ending);
    this.keep(ended(this.undos, ending, now()));
  }

  /** One whose end was never told, or that ended otherwise than it seemed: its own run and late callbacks know. */
  private async lookAfterTheOthers(claim: UndoClaim): Promise<void> {
    const found = this.doubtfulBeside(claim).map(async (undo) => ({
      customId: undo.customId,
      state: await readState(undo),
    }));
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
async function readState({ customId, state }: Undo): Promise<Undo['state']> {
  try {
    return (await records.readUndo(customId)) ?? state;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return state;
  }
}

function now(): string {
  return new Date().toISOString();
}
