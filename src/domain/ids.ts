declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A payment as our API names it: `tx_` and 19 letters or digits, the same for every attempt. */
export type TransactionId = Branded<'TransactionId'>;

/** One attempt as Getnet sees it: the transaction id, from the second attempt on with `-2`, `-3`, … */
export type CustomId = Branded<'CustomId'>;

/** Getnet's number of a command: digits, kept as text. The only key a status query takes. */
export type IdPosTxs = Branded<'IdPosTxs'>;

/** One attempt at a transaction. */
export interface AttemptNumber {
  readonly transactionId: TransactionId;
  /** From 1. */
  readonly attempt: number;
}

/** Getnet takes at most 25 characters as `customId` (contract §4.0), so the attempt has two digits. */
export const MAX_ATTEMPTS = 99;

const TRANSACTION_ID = /^tx_[0-9A-Za-z]{19}$/;
const CUSTOM_ID = /^(tx_[0-9A-Za-z]{19})(?:-([2-9]|[1-9][0-9]))?$/;
const ID_POS_TXS = /^[0-9]{1,19}$/;

export function parseTransactionId(text: string): TransactionId | undefined {
  return TRANSACTION_ID.test(text) ? (text as TransactionId) : undefined;
}

/** The callback token, the workflow id and Getnet's echo all carry it. */
export function buildCustomId({ transactionId, attempt }: AttemptNumber): CustomId {
  return (attempt === 1 ? transactionId : `${transactionId}-${attempt}`) as CustomId;
}

/** All attempts of a transaction up to this one, the first one first. */
export function listCustomIds({ transactionId, attempt }: AttemptNumber): readonly CustomId[] {
  return Array.from({ length: attempt }, (_, before) =>
    buildCustomId({ transactionId, attempt: before + 1 }),
  );
}

/** The inverse of {@link buildCustomId}. @returns undefined for a text that names no attempt of ours. */
export function parseCustomId(customId: string): AttemptNumber | undefined {
  const [, id, attempt] = CUSTOM_ID.exec(customId) ?? [];
  return id === undefined ? undefined : { transactionId: id as TransactionId, attempt: Number(attempt ?? 1) };
}

/**
 * The cancel request of an attempt is a command of its own, with a `customId` of its own: whether Getnet takes one twice is not
 * known (contract §12 Q3).
 */
export function buildCancelCustomId(customId: CustomId): CustomId {
  return customId.replace(/^tx_/, 'cx_') as CustomId;
}

/** Accepts digits alone, and drops leading zeros. */
export function parseIdPosTxs(value: unknown): IdPosTxs | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value > 0 ? (String(value) as IdPosTxs) : undefined;
  }
  if (typeof value !== 'string' || !ID_POS_TXS.test(value.trim())) return undefined;
  const digits = value.trim().replace(/^0+/, '');
  return digits === '' ? undefined : (digits as IdPosTxs);
}
