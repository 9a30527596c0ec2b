import type { components } from './openapi.js';

type Schemas = components['schemas'];

/** A transaction as the service shows it. */
export type Transaction = Schemas['Transaction'];
export type Status = Transaction['status'];
/** The body of an error: RFC 9457. */
export type ProblemBody = Schemas['Problem'];
/** What a caller may do after an error. */
export type Retry = ProblemBody['retry'];
export type Terminal = Schemas['Terminal'];

/** What a sale takes, without what the client adds. */
export type SaleBody = Schemas['SaleInChile'] | Schemas['PromoSaleInChile'] | Schemas['SaleInArgentina'];
export type UndoBody = Schemas['VoidInChile'] | Schemas['ReturnInChile'] | Schemas['ReturnInArgentina'];
/** What any operation takes. */
export type OperationBody = Schemas['OperationInChile'] | Schemas['OperationInArgentina'];
/** A whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. */
export type Amount = NonNullable<Transaction['amount']>;

const finals = [
  'approved',
  'declined',
  'not_sent',
  'completed',
  'reversed',
] as const satisfies readonly Status[];
const waitingForPeople = ['needs_attention', 'reversal_failed'] as const satisfies readonly Status[];
type OpenStatus = 'queued' | 'dispatching' | 'in_progress' | 'cancel_requested' | 'verifying' | 'reversing';

/** Complete by its type: a new status of the service does not compile before one of the lists above has it. */
type ListedStatus = OpenStatus | (typeof finals)[number] | (typeof waitingForPeople)[number];

/** Whether the outcome is proven. */
export function isFinal({ status }: Pick<Transaction, 'status'>): boolean {
  return (finals as readonly Status[]).includes(status satisfies ListedStatus);
}

/** Whether the service cannot go on without a person, or a late answer of Getnet. */
export function needsPerson({ status }: Pick<Transaction, 'status'>): boolean {
  return (waitingForPeople as readonly Status[]).includes(status satisfies ListedStatus);
}

/** The status stays where late news contradict it: neither of the two alone says whether to charge, or to hand over. */
export function findMoneyMoved({ outcome: { moneyMoved }, late }: Transaction) {
  if (!late) return moneyMoved;
  const hasOthers = late.alsoCharged ?? late.alsoOpen;
  return late.moneyMoved !== moneyMoved || (moneyMoved === 'no' && hasOthers) ? 'unknown' : moneyMoved;
}

/** Whether it is proven that a transaction charged nobody, and nothing proven later says otherwise. */
export function isProvenUncharged(transaction: Transaction): boolean {
  return isFinal(transaction) && findMoneyMoved(transaction) === 'no';
}
