import type { ReportedSale } from './verdict.js';

/** How far the numbers of both sides agree: one that only one side has says nothing. */
export type Agreement = 'both' | 'one' | 'none' | 'contradicts';

/** What names a sale, on either side. */
export type NumbersAndAmount = Pick<ReportedSale, 'operationId' | 'authorizationCode' | 'amount'>;

export function listNumberKeys({ operationId, authorizationCode }: NumbersAndAmount): readonly string[] {
  return [
    ...(operationId === null ? [] : [`operation ${operationId}`]),
    ...(authorizationCode === null ? [] : [`code ${authorizationCode}`]),
  ];
}

export function listAmountKeys({ amount }: NumbersAndAmount): readonly string[] {
  return amount === null ? [] : [`${amount.currency} ${amount.value}`];
}

/** @returns the items by each of their keys, in their order. */
export function indexBy<T>(
  items: readonly T[],
  listKeys: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const key of listKeys(item)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [item]);
      else known.push(item);
    }
  }
  return index;
}

export function compareNumbers(theirs: NumbersAndAmount, ours: NumbersAndAmount): Agreement {
  const answers = [
    compareOptional(theirs.operationId, ours.operationId),
    compareOptional(theirs.authorizationCode, ours.authorizationCode),
  ];
  if (answers.includes(false)) return 'contradicts';
  const agreeing = answers.filter((answer) => answer === true).length;
  return agreeing === 2 ? 'both' : agreeing === 1 ? 'one' : 'none';
}

function compareOptional<T>(one: T | null, other: T | null): boolean | undefined {
  return one === null || other === null ? undefined : one === other;
}

/** Whether both sides name an amount, and the same. */
export function isSameAmount(
  { amount: theirs }: NumbersAndAmount,
  { amount: ours }: NumbersAndAmount,
): boolean {
  return theirs !== null && theirs.value === ours?.value && theirs.currency === ours.currency;
}
