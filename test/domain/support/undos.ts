import type { CustomId, TransactionId } from '../../../src/domain/ids.js';
import { addGrantedUndo, withUndoEnding } from '../../../src/domain/undo-list.js';
import { findRefusal } from '../../../src/domain/undo.js';
import type { OwnSale, Undo, UndoClaim, UndoneSale } from '../../../src/domain/undo.js';

/** When the sales of these tests were made, and their undos granted. */
export const at = '2026-01-15T13:30:41.120Z';

/** The moment so many milliseconds after that one. */
export const shift = (ms: number) => new Date(Date.parse(at) + ms).toISOString();

export const clp = (value: number) => ({ value, currency: 'CLP' as const });

/** A sale that is known by Getnet's numbers alone. */
export const byNumbers: UndoneSale = { name: 'demo-cl/CL/12345', merchant: 'demo-cl', rememberUntil: 0 };

export const own = (name: string, value?: number): OwnSale => ({
  transactionId: name as TransactionId,
  createdAt: at,
  ...(value !== undefined && { amount: clp(value) }),
});

/** The same sale where its undos are remembered by its own name. */
export const named = ({ transactionId, createdAt, amount }: OwnSale): UndoneSale => ({
  ...byNumbers,
  name: transactionId,
  transactionId,
  createdAt,
  ...(amount && { amount }),
});

export const buildVoid = (name: string, over: Partial<UndoClaim> = {}): UndoClaim => ({
  transactionId: name as TransactionId,
  customId: name as CustomId,
  type: 'void',
  terminalId: 'cl-1',
  ...over,
});

export const buildReturn = (name: string, value?: number, over: Partial<UndoClaim> = {}): UndoClaim =>
  buildVoid(name, { type: 'return', ...(value !== undefined && { amount: clp(value) }), ...over });

/** The list after the claims came to their ends, one after the other. */
export const after = (...steps: readonly (readonly [UndoClaim, Undo['state']])[]): readonly Undo[] =>
  steps.reduce<readonly Undo[]>(
    (undos, [claim, state]) =>
      withUndoEnding(addGrantedUndo(undos, claim, at), { customId: claim.customId, state }, at),
    [],
  );

/** Why another undo is refused after those; undefined where it is not. */
export const refusal = (undos: readonly Undo[], claim: UndoClaim, { sale = byNumbers, now = at } = {}) =>
  findRefusal({ sale, undos }, claim, now);
