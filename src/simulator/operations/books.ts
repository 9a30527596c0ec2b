import type { CardRead } from '../terminals/card.js';
import type { Terminal } from '../terminals/terminal.js';

/** What the receipt of a sale or return says. */
export interface Voucher {
  readonly operationId: number;
  readonly authorizationCode: string;
  /** In the unit of the wire. */
  readonly amount: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly card: CardRead;
}

/** A void or return of a sale. */
export interface Undone {
  readonly command: string;
  readonly customId: string | null;
  /** In the unit of the wire; of a void all of the sale. */
  readonly amount: number;
}

/** An approved sale in the books, and what went back of it since. */
export interface Sold extends Voucher {
  readonly terminal: Terminal;
  readonly clientId: string;
  /** What the caller named it. */
  readonly name: string;
  readonly undone: Undone[];
  /** Every field of its receipt, for a duplicate. */
  reprint(): Record<string, unknown>;
}

/** What a terminal did since it was last closed, oldest first. */
export interface Batch {
  readonly sales: readonly Sold[];
  readonly returns: readonly Voucher[];
}

/**
 * What the terminals remember of their sales. No source tells how Getnet keeps them: batches and what may be undone are
 * invented after the siblings' texts (contract §4.3, §4.4).
 */
export interface Books {
  enterSale(sale: Sold): void;
  enterReturn(terminal: Terminal, voucher: Voucher): void;
  /** The sale with this receipt number on this terminal, of whatever batch. */
  saleOn(terminal: Terminal, operationId: number): Sold | undefined;
  /** The latest sale with this name; undefined also for no name. */
  saleNamed(name: string | undefined): Sold | undefined;
  /** Every sale that this client made in the terminal's country and that has this code, oldest first. */
  salesBy(authorizationCode: string, clientId: string, terminal: Terminal): readonly Sold[];
  /** The batch that is still open. */
  batchOf(terminal: Terminal): Batch;
  /** Ends the batch and gives it; the next sale begins another. */
  close(terminal: Terminal): Batch;
  /** The latest receipt, of whatever batch. */
  lastOn(terminal: Terminal): Voucher | undefined;
  clear(): void;
}

interface Page {
  readonly sales: Map<number, Sold>;
  batch: { readonly sales: Sold[]; readonly returns: Voucher[] };
  last: Voucher | undefined;
}

/** Empty books. */
export function createBooks(): Books {
  const pages = new Map<Terminal, Page>();
  const codes = new Map<string, Sold[]>();
  const names = new Map<string, Sold>();
  const pageOf = (terminal: Terminal): Page => {
    const page = pages.get(terminal) ?? { sales: new Map(), batch: emptyBatch(), last: undefined };
    pages.set(terminal, page);
    return page;
  };
  return {
    enterSale: (sale) => {
      enterSale(pageOf(sale.terminal), sale);
      names.set(sale.name, sale);
      const namesakes = codes.get(sale.authorizationCode) ?? [];
      if (sale.authorizationCode !== '') codes.set(sale.authorizationCode, [...namesakes, sale]);
    },
    enterReturn: (terminal, voucher) => enterReturn(pageOf(terminal), voucher),
    saleOn: (terminal, operationId) => pageOf(terminal).sales.get(operationId),
    saleNamed: (name) => (name === undefined ? undefined : names.get(name)),
    salesBy: (authorizationCode, clientId, { country }) =>
      (codes.get(authorizationCode) ?? []).filter(
        (sale) => sale.clientId === clientId && sale.terminal.country === country,
      ),
    batchOf: (terminal) => pageOf(terminal).batch,
    close: (terminal) => close(pageOf(terminal)),
    lastOn: (terminal) => pageOf(terminal).last,
    clear: () => [pages, codes, names].forEach((map) => map.clear()),
  };
}

function emptyBatch(): Page['batch'] {
  return { sales: [], returns: [] };
}

function enterSale(page: Page, sale: Sold): void {
  page.sales.set(sale.operationId, sale);
  page.batch.sales.push(sale);
  page.last = sale;
}

function enterReturn(page: Page, voucher: Voucher): void {
  page.batch.returns.push(voucher);
  page.last = voucher;
}

function close(page: Page): Batch {
  const { batch } = page;
  page.batch = emptyBatch();
  return batch;
}

/** What voids and returns took of a sale, in the unit of the wire. */
export function undoneOf({ undone }: Sold): number {
  return undone.reduce((sum, { amount }) => sum + amount, 0);
}

/** Sales whose money has not all gone back by a void; a voided one is left out of reports. Invented. */
export function standing(sales: readonly Sold[]): readonly Sold[] {
  return sales.filter(({ undone }) => !undone.some(({ command }) => command === 'refund'));
}
