import { CLOCK_SKEW_MS } from './clock-skew.js';
import type { CustomId, TransactionId } from './ids.js';
import { formatAmount } from './money.js';
import type { Amount } from './money.js';
import type { OwnSale, Undo, UndoClaim, UndoState, SaleUndos, UndoneSale } from './undo-terms.js';

/** The amount given back, or to be given back. @returns undefined for the whole of a sale. */
export function findAmountGiven({ amount, amountGiven }: Undo): Amount | undefined {
  return amountGiven ?? amount;
}

/**
 * Under a sale's own name all undos are of that sale. Under Getnet's numbers they may be of several: a code repeats, and a sale
 * of ours may have been undone by its numbers before its outcome was proven.
 *
 * @returns the undos that may be of the claim's sale, with what is known of that sale.
 */
export function selectForClaim({ sale, undos }: SaleUndos, claim: UndoClaim): SaleUndos {
  if (sale.transactionId !== undefined) return { sale, undos };
  const { of } = claim;
  if (of === undefined) return { sale, undos: undos.filter((undo) => mayConcernSameSale(undo, claim)) };
  const { amount: _, ...foreign } = sale;
  const known = { ...foreign, ...(of.amount && { amount: of.amount }) };
  return { sale: known, undos: undos.filter((undo) => mayConcernOwnSale(of, undo)) };
}

/** Whether an undo is of a sale of ours, or may be: made by its numbers, after it, of no more than it was. */
export function mayConcernOwnSale(sale: OwnSale, undo: Undo): boolean {
  if (undo.of !== undefined) return undo.of.transactionId === sale.transactionId;
  if (Date.parse(undo.since) < Date.parse(sale.createdAt) - CLOCK_SKEW_MS) return false;
  return undo.type === 'void' || isNoMoreThan(undo.amount, sale.amount);
}

/** False where one of the two is known to be of a sale that the other cannot be of. */
function mayConcernSameSale({ of, state, endedAt, since, type }: Undo, claim: UndoClaim): boolean {
  if (of !== undefined) return claim.type === 'void' || isNoMoreThan(claim.amount, of.amount);
  if (claim.batchSince === undefined || type !== 'void' || state === 'open') return true;
  return Date.parse(endedAt ?? since) >= Date.parse(claim.batchSince);
}

function isNoMoreThan(part: Amount | undefined, whole: Amount | undefined): boolean {
  return part === undefined || whole === undefined || part.value <= whole.value;
}

/**
 * An undo that seemed to have failed may turn out to have succeeded, after another undo has given the money back too.
 *
 * @returns a warning; undefined while no more went back than was charged.
 */
export function findExcess({ sale, undos }: SaleUndos): string | undefined {
  for (const own of listOwnSales({ sale, undos })) {
    const done = undos.filter(
      (undo) => undo.state === 'done' && belongsToSale(own, sale.transactionId, undo),
    );
    const total = done.reduce((sum, undo) => sum + (findGivenOfSale(undo, own)?.value ?? 0), 0);
    if (own.amount !== undefined && total > own.amount.value)
      return describeExcess(own.transactionId, { total, charged: own.amount, done });
  }
  return undefined;
}

function listOwnSales({ sale, undos }: SaleUndos): readonly OwnSale[] {
  const { transactionId, amount, createdAt = '' } = sale;
  if (transactionId !== undefined) return [{ transactionId, createdAt, ...(amount && { amount }) }];
  const named = new Map(undos.flatMap(({ of }) => (of ? [[of.transactionId, of] as const] : [])));
  return [...named.values()];
}

function belongsToSale(own: OwnSale, ownName: string | undefined, undo: Undo): boolean {
  return ownName !== undefined || mayConcernOwnSale(own, undo);
}

/** A void gives the whole sale back. */
function findGivenOfSale(undo: Undo, { amount }: OwnSale): Amount | undefined {
  return undo.type === 'void' ? (undo.amountGiven ?? amount) : findAmountGiven(undo);
}

interface Excess {
  /** Minor units. */
  readonly total: number;
  readonly charged: Amount;
  readonly done: readonly Undo[];
}

function describeExcess(sale: TransactionId, { total, charged, done }: Excess): string {
  const names = done.map((undo) => undo.transactionId).join(', ');
  const back = formatAmount({ ...charged, value: total });
  return `more-given-back-than-charged: ${names} gave back ${back} of ${sale}, which charged ${formatAmount(charged)}. Check the receipts and collect the difference.`;
}

/** The fields of a sale that are needed to read all its undos. */
export type RememberedSale = Pick<
  UndoneSale,
  'name' | 'transactionId' | 'createdAt' | 'amount' | 'codeName' | 'codeNames' | 'otherNames'
>;

/** The sale's own name first. */
export function listUndoNames({ otherNames = [], ...sale }: RememberedSale): readonly string[] {
  return [sale.name, ...listCodeNames(sale), ...otherNames];
}

/** The workflow of the sale's own name comes last: once it grants, nothing is left to withdraw. */
export function listDecidingNames(sale: RememberedSale): readonly string[] {
  return [...new Set([...listCodeNames(sale), sale.name])];
}

function listCodeNames({ codeName, codeNames = [] }: RememberedSale): readonly string[] {
  return codeName === undefined ? codeNames : [codeName, ...codeNames];
}

/**
 * @param own remembered under the sale's own name.
 * @param others under its other names.
 * @returns all that are of the sale, or may be.
 */
export function mergeUndos(
  sale: RememberedSale,
  own: readonly Undo[],
  others: readonly Undo[],
): readonly Undo[] {
  const { transactionId, createdAt, amount } = sale;
  const isKnown = ({ customId }: Undo) => own.some((undo) => undo.customId === customId);
  const mayBelongToSale = (undo: Undo) =>
    transactionId === undefined || createdAt === undefined
      ? isOpenOrRecent(undo)
      : mayConcernOwnSale({ transactionId, createdAt, ...(amount && { amount }) }, undo);
  return [...own, ...keepFurthest(others.filter((undo) => !isKnown(undo) && mayBelongToSale(undo)))];
}

const reach: readonly UndoState[] = ['failed', 'open', 'done'];

/** One undo may be remembered under several names, of which one has not heard of its end. */
function keepFurthest(undos: readonly Undo[]): readonly Undo[] {
  const kept = new Map<CustomId, Undo>();
  for (const undo of undos) {
    const { state } = kept.get(undo.customId) ?? {};
    if (state === undefined || reach.indexOf(undo.state) > reach.indexOf(state))
      kept.set(undo.customId, undo);
  }
  return [...kept.values()];
}

const RECENT_MS = 3_600_000;

/** For a sale made elsewhere, undos under another name count only while they are open or less than an hour old. */
function isOpenOrRecent({ state, endedAt, since }: Undo): boolean {
  return state === 'open' || Date.now() - Date.parse(endedAt ?? since) < RECENT_MS;
}
