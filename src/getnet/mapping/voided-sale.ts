import type { WireResult } from '../wire/terminal-result.js';
import { isCode, isSameCode } from './authorization-code.js';
import { maskText } from './safe-text.js';
import { toOperationId } from './voucher.js';

/** The sale a void was asked for, as far as its numbers are known. */
export interface OriginalSale {
  readonly operationId?: number;
  readonly authorizationCode?: string;
}

/** Which sale a void's answer names. */
export type VoidedSale =
  | { readonly kind: 'ours' }
  | { readonly kind: 'ours_in_doubt'; readonly warning: string }
  | { readonly kind: 'another'; readonly fields: readonly string[]; readonly detail: string };

/**
 * Compares what a void's answer names with the sale it was asked for. Whether a void repeats the sale's numbers or has its
 * own is inferred (contract §4.3): the documented answer repeats both. So another authorisation code, or another receipt
 * number that no code makes good, is another sale: no proof, and a person looks. Another receipt number beside the sale's
 * own code may be the void's number: approved, with a warning.
 */
export function compareVoidedSale(result: WireResult, sale: OriginalSale): VoidedSale {
  const number = compareNumber(result, sale);
  const code = compareCode(result, sale);
  const others = [number, code].flatMap((named) => (named?.same === false ? [named] : []));
  if (others.length === 0) return { kind: 'ours' };
  const detail = others.map(({ words }) => words).join(' and ');
  if (code?.same === true)
    return {
      kind: 'ours_in_doubt',
      warning: `The void’s answer names ${detail}: check which sale was voided.`,
    };
  return {
    kind: 'another',
    fields: others.map(({ field }) => field),
    detail: `the void’s answer names ${detail}, so it may have hit another sale`,
  };
}

interface Comparison {
  readonly field: string;
  readonly same: boolean;
  readonly words: string;
}

function compareNumber(result: WireResult, { operationId: ours }: OriginalSale): Comparison | undefined {
  const theirs = toOperationId(result);
  if (theirs === null || ours === undefined) return undefined;
  const words = `the receipt number ${theirs}, the sale’s is ${ours}`;
  return { field: 'operationId', same: theirs === ours, words };
}

function compareCode(result: WireResult, { authorizationCode: ours }: OriginalSale): Comparison | undefined {
  const theirs = String(result.authorizationCode ?? '');
  if (!isCode(theirs) || ours === undefined) return undefined;
  const words = `the authorisation code ${maskText(theirs, 40)}, the sale’s is ${ours}`;
  return { field: 'authorizationCode', same: isSameCode(theirs, ours), words };
}
