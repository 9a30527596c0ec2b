/** What a terminal can be asked to do. */
export const transactionTypes = [
  'sale',
  'promo_sale',
  'void',
  'return',
  'poll',
  'details',
  'totals',
  'close',
  'last_voucher',
  'duplicate',
  'params',
  'shift',
  'shift_report',
  'normal_mode',
  'unattended_mode',
  'print',
  'identity_check',
] as const;

export type TransactionType = (typeof transactionTypes)[number];

/** Charges a customer. */
export type SaleType = Extract<TransactionType, 'sale' | 'promo_sale'>;

/** Gives a customer's money back. */
export type UndoType = Extract<TransactionType, 'void' | 'return'>;

const sales: readonly TransactionType[] = ['sale', 'promo_sale'] satisfies readonly SaleType[];
const undos: readonly TransactionType[] = ['void', 'return'] satisfies readonly UndoType[];

export function isSale(type: TransactionType): type is SaleType {
  return sales.includes(type);
}

export function isUndo(type: TransactionType): type is UndoType {
  return undos.includes(type);
}

/** Whether it can move a customer's money. A report or a setting of the terminal moves none. */
export function movesMoney(type: TransactionType): type is SaleType | UndoType {
  return isSale(type) || isUndo(type);
}
