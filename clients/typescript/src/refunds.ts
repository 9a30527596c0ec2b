import { ServiceProblem } from './errors.js';
import { chooseOnce, nameIntent } from './intent.js';
import type { KeyStore } from './key-store.js';
import type { StartedPayment } from './payment.js';
import type { Parts } from './sales.js';
import type { Amount, Transaction, UndoBody } from './schemas.js';
import { startOperation } from './start-operation.js';
import type { StartOptions } from './start-operation.js';
import type { Terminals } from './terminals.js';

export type UndoKind = 'void' | 'return';

/** Giving a customer's money back. */
export interface RefundRequest {
  /** Yours: the key is kept by it. A second return of the same sale has another one. */
  readonly refundId: string;
  /** The `id` of the sale's transaction. */
  readonly saleId: string;
  /** What goes back; all that is left unless told. */
  readonly amount?: Amount;
  /** Unless told, a whole sale is voided where its terminal can, and returned where that is no longer possible. */
  readonly kind?: UndoKind;
  /** Where a return is made; the terminal of the sale unless told. */
  readonly terminalId?: string;
}

/** Voids and returns. */
export function createRefunds(parts: RefundParts) {
  const { settings, keys, transactions } = parts;
  return {
    /**
     * Gives a sale's money back, once, however often it is called. What was chosen stays chosen: a void in doubt never becomes a
     * return, and one that has become a return stays one.
     *
     * @throws ServiceProblem what the service said; OutcomeUnknown when nobody said anything in time.
     */
    async create(request: RefundRequest, options: StartOptions = {}): Promise<StartedPayment> {
      const intent = nameIntent('refund', request.refundId);
      const sale = (await transactions.get(request.saleId, options.signal)).transaction;
      const start = (kind: UndoKind, name: string) =>
        startOperation({
          settings,
          keys,
          intent: name,
          choice: kind,
          options,
          body: bodyFor(request, kind, sale),
        });
      const startInstead = () => start('return', nameInstead(intent));
      if (await isReturnedInstead(keys, intent)) return startInstead();
      const kind = request.kind ?? (await choose(parts, { intent, request, sale, options }));
      try {
        return await start(kind, intent);
      } catch (error) {
        const mayReturn = kind === 'void' && request.kind === undefined && isTooLateToVoid(error);
        // Another process may have returned it meanwhile: this refusal may then be of a sale whose money has gone back.
        if (mayReturn || (error instanceof ServiceProblem && (await isReturnedInstead(keys, intent))))
          return startInstead();
        throw error;
      }
    },
  };
}

type RefundParts = Parts & { readonly terminals: Terminals };

/** The return that stands in for a void has a key of its own. */
function nameInstead(intent: string): string {
  return `${intent}/return`;
}

/** Its key is made once it is proven that the void did nothing: from then on only the return can say what became of the refund. */
async function isReturnedInstead(keys: KeyStore, intent: string): Promise<boolean> {
  return (await keys.get(nameInstead(intent))) !== undefined;
}

interface Choosing {
  readonly intent: string;
  readonly request: RefundRequest;
  readonly sale: Transaction;
  readonly options: StartOptions;
}

/** What the first call chose; else a void, for a whole sale whose terminal can. */
async function choose(
  { keys, terminals }: RefundParts,
  { intent, request: { amount, terminalId }, sale, options: { signal } }: Choosing,
): Promise<UndoKind> {
  const isWhole = amount === undefined || amount.value === sale.amount?.value;
  // A void would give back all of it, whatever is kept of an earlier call with other terms.
  if (!isWhole || (terminalId ?? sale.terminalId) !== sale.terminalId) return 'return';
  return chooseOnce(keys, intent, async () => {
    if (sale.returned) return 'return';
    const { capabilities } = await terminals.get(sale.terminalId, signal);
    return capabilities.includes('void') ? 'void' : 'return';
  });
}

/** A void always gives all of it back, at the terminal of the sale. */
function bodyFor(request: RefundRequest, kind: UndoKind, sale: Transaction): UndoBody {
  const { saleId: originalTransactionId, amount, terminalId = sale.terminalId } = request;
  if (kind === 'void') return { type: 'void', terminalId: sale.terminalId, originalTransactionId };
  return { type: 'return', terminalId, originalTransactionId, ...(amount && { amount }) } as UndoBody;
}

/** Proven that the void did nothing: the batch is closed, or the sale was returned in part meanwhile. */
function isTooLateToVoid(error: unknown): boolean {
  if (!(error instanceof ServiceProblem) || error.code !== 'not-reversible') return false;
  return error.moneyMoved({ yes: () => false, no: () => true, unknown: () => false });
}
