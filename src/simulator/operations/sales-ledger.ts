import type { CardRead } from '../terminals/card.js';
import type { Terminal } from '../terminals/terminal.js';

/** What the receipt of a sale or return says. */
export interface Receipt {
  readonly operationId: number;
  readonly authorizationCode: string;
  /** In the unit of the wire. */
  readonly amount: number;
  readonly atMs: number;
  readonly card: CardRead;
}

/** A void or return of a sale. */
export interface UndoRecord {
  readonly command: string;
  readonly customId: string | null;
  /** In the unit of the wire; of a void all of the sale. */
  readonly amount: number;
}

/** An approved sale in the ledger, and its undos. */
export interface RecordedSale extends Receipt {
  readonly terminal: Terminal;
  readonly clientId: string;
  /** What the caller named it. */
  readonly name: string;
  readonly undos: UndoRecord[];
  /** Every field of its receipt, for a duplicate. */
  buildDuplicate(): Record<string, unknown>;
}

/** What a terminal did since it was last closed, oldest first. */
export interface Batch {
  readonly sales: readonly RecordedSale[];
  readonly returns: readonly Receipt[];
}

/**
 * What the terminals remember of their sales. No source tells how Getnet keeps them: batches and what may be undone are
 * invented after the siblings' texts (contract §4.3, §4.4).
 */
export interface SalesLedger {
  recordSale(sale: RecordedSale): void;
  recordReturn(terminal: Terminal, receipt: Receipt): void;
  /** The sale with this receipt number on this terminal, of whatever batch. */
  findSaleByReceipt(terminal: Terminal, operationId: number): RecordedSale | undefined;
  /** The latest sale with this name; undefined also for no name. */
  findSaleByName(name: string | undefined): RecordedSale | undefined;
  /** Every sale that this client made in the terminal's country and that has this code, oldest first. */
  findSalesByCode(authorizationCode: string, clientId: string, terminal: Terminal): readonly RecordedSale[];
  /** The batch that is still open. */
  getOpenBatch(terminal: Terminal): Batch;
  /** Ends the batch and gives it; the next sale begins another. */
  closeBatch(terminal: Terminal): Batch;
  /** The latest receipt, of whatever batch. */
  getLastReceipt(terminal: Terminal): Receipt | undefined;
  clear(): void;
}

interface TerminalSales {
  readonly sales: Map<number, RecordedSale>;
  batch: { readonly sales: RecordedSale[]; readonly returns: Receipt[] };
  last: Receipt | undefined;
}

/** An empty sales ledger. */
export function createSalesLedger(): SalesLedger {
  const byTerminal = new Map<Terminal, TerminalSales>();
  const byCode = new Map<string, RecordedSale[]>();
  const byName = new Map<string, RecordedSale>();
  const listSalesAt = (terminal: Terminal): TerminalSales => {
    const page = byTerminal.get(terminal) ?? { sales: new Map(), batch: createBatch(), last: undefined };
    byTerminal.set(terminal, page);
    return page;
  };
  return {
    recordSale: (sale) => {
      addSale(listSalesAt(sale.terminal), sale);
      byName.set(sale.name, sale);
      const salesWithCode = byCode.get(sale.authorizationCode) ?? [];
      if (sale.authorizationCode !== '') byCode.set(sale.authorizationCode, [...salesWithCode, sale]);
    },
    recordReturn: (terminal, receipt) => addReturn(listSalesAt(terminal), receipt),
    findSaleByReceipt: (terminal, operationId) => listSalesAt(terminal).sales.get(operationId),
    findSaleByName: (name) => (name === undefined ? undefined : byName.get(name)),
    findSalesByCode: (authorizationCode, clientId, { country }) =>
      (byCode.get(authorizationCode) ?? []).filter(
        (sale) => sale.clientId === clientId && sale.terminal.country === country,
      ),
    getOpenBatch: (terminal) => listSalesAt(terminal).batch,
    closeBatch: (terminal) => replaceBatch(listSalesAt(terminal)),
    getLastReceipt: (terminal) => listSalesAt(terminal).last,
    clear: () => [byTerminal, byCode, byName].forEach((map) => map.clear()),
  };
}

function createBatch(): TerminalSales['batch'] {
  return { sales: [], returns: [] };
}

function addSale(to: TerminalSales, sale: RecordedSale): void {
  to.sales.set(sale.operationId, sale);
  to.batch.sales.push(sale);
  to.last = sale;
}

function addReturn(to: TerminalSales, receipt: Receipt): void {
  to.batch.returns.push(receipt);
  to.last = receipt;
}

function replaceBatch(of: TerminalSales): Batch {
  const { batch } = of;
  of.batch = createBatch();
  return batch;
}

/** What voids and returns took of a sale, in the unit of the wire. */
export function sumUndoneAmounts({ undos }: RecordedSale): number {
  return undos.reduce((sum, { amount }) => sum + amount, 0);
}

/** Sales whose money has not all gone back by a void; a voided one is left out of reports. Invented. */
export function excludeVoided(sales: readonly RecordedSale[]): readonly RecordedSale[] {
  return sales.filter(({ undos }) => !undos.some(({ command }) => command === 'refund'));
}
