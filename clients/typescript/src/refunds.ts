import { ServiceProblem } from './errors.js';
import { nameIntent } from './intent.js';
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
export function createRefunds(parts: Parts & { readonly terminals: Terminals }) {
  return {
    /**
     * Gives a sale's money back, once, however often it is called. What was chosen stays chosen: a void in doubt never becomes a
     * return.
     *
     * @throws ServiceProblem what the service said; OutcomeUnknown when nobody said anything in time.
     */
    async create(request: RefundRequest, options: StartOptions = {}): Promise<StartedPayment> {
      const intent = nameIntent('refund', request.refundId);
      const sale = (await parts.transactions.get(request.saleId)).transaction;
      const start = (kind: UndoKind, name: string) =>
        startOperation({
          settings: parts.settings,
          keys: parts.keys,
          intent: name,
          choice: kind,
          options,
          body: bodyFor(request, kind, sale),
        });
      const kind = request.kind ?? (await choose(parts, request, sale));
      if (kind === 'return' || request.kind !== undefined) return start(kind, intent);
      try {
        return await start(kind, intent);
      } catch (error) {
        if (!isTooLateToVoid(error)) throw error;
        return start('return', `${intent}/return`);
      }
    },
  };
}

/** What the first call chose; else a void, for a whole sale whose terminal can. */
async function choose(
  { keys, terminals }: Parts & { readonly terminals: Terminals },
  { refundId, amount, terminalId }: RefundRequest,
  sale: Transaction,
): Promise<UndoKind> {
  const kept = await keys.get(nameIntent('refund', refundId));
  if (kept?.choice !== undefined) return kept.choice as UndoKind;
  const isWhole = amount === undefined || amount.value === sale.amount?.value;
  if (!isWhole || sale.returned || (terminalId ?? sale.terminalId) !== sale.terminalId) return 'return';
  const { capabilities } = await terminals.get(sale.terminalId);
  return capabilities.includes('void') ? 'void' : 'return';
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
