import type { JsonObject } from '../http/body.js';
import type { CommandPath, PlannedReply, Script } from '../scripts/script.js';
import type { Country, Terminal } from '../terminals/terminal.js';
import type { Moment } from '../timers.js';
import type { Statement } from './statement.js';
import type { SalesLedger, RecordedSale } from './sales-ledger.js';

/** Held connection, or acknowledgement and callback. Contract §0.1: chosen by the presence of `webhook`. */
export type Mode = 'sync' | 'async';

/** How a command can end on a terminal; only the first moves money. */
export type Ending = 'approved' | 'declined' | 'cancelled' | 'timed_out' | 'lifecycle_over';

/** A command that a terminal carries out. A new one is a file of its own and an entry in `cloud/commands.ts`. */
export interface TerminalCommand {
  /** Its path below the base, lower case. */
  readonly path: CommandPath;
  /** Its function code. Contract §4.1. */
  readonly code: number;
  /** Where it is known to be. Contract §4.1. */
  readonly countries: readonly Country[];
  /** A sale waits for a customer with a card, an undo for the staff alone, a report for nobody. */
  readonly kind: 'sale' | 'undo' | 'report';
  readonly movesMoney: boolean;
  /** Set where it is meant for a busy terminal, and keeps it from nothing. Contract §4.6. */
  readonly allowedWhileBusy?: boolean;
  /** Faults of the fields that only this command has. */
  validate(body: JsonObject, country: Country): readonly string[];
  /** What of the request the terminal needs. */
  readOrder(body: JsonObject, context: OrderContext): Order;
  /** Its result by the sales ledger when nobody declined it; records it there. */
  settle(operation: Operation, context: SettleContext): Settlement;
  /** The `data` of its result; `namesOperation` tells whether the answer has to name the operation. */
  buildData(operation: Operation, statement: Statement, namesOperation: boolean): Record<string, unknown>;
}

/** A terminal and the ledger of its sales. */
export interface OrderContext {
  readonly terminal: Terminal;
  readonly salesLedger: SalesLedger;
}

/** What a terminal has at hand when a command ends. */
export interface SettleContext {
  readonly salesLedger: SalesLedger;
  readonly atMs: number;
  /** Cancels the sale that waits for its card, as its customer would; false if none does. */
  cancelWaitingSale(): boolean;
}

/** What is to be done on the terminal. */
export interface Order {
  /** In the unit of the wire (contract §4.2); of a void that of its sale, of a report 0. */
  readonly amount: number;
  readonly ticketNumber: string | undefined;
  readonly saleType: number;
  /** The receipt that is meant: void and duplicate. */
  readonly operationId?: number;
  /** The sale that is meant: return. */
  readonly authorizationCode?: string;
  /** `YYYY-MM-DD`: return in Argentina. */
  readonly originalDate?: string;
}

/** What a command came to at the terminal. */
export interface Settlement {
  readonly ending: Ending;
  /** Receipt number; 0 where there is none. */
  readonly operationId: number;
  readonly authorizationCode?: string;
  /** The sale that it is, or that it undid. */
  readonly sale?: RecordedSale;
  /** Set on a void or return: how much of `sold` it undid, in the unit of the wire. */
  readonly undoneAmount?: number;
  /** What a report says. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** How it ended. */
export interface Result extends Settlement {
  readonly atMs: number;
  /** Place in the terminal's sequence of commands. */
  readonly sequence: number;
}

/** One command on one terminal, from start to end. */
export interface Operation {
  /** Beyond 2^53 a bigint, so that no digit is lost. */
  readonly idPosTxs: number | bigint;
  readonly customId: string | undefined;
  readonly command: TerminalCommand;
  readonly order: Order;
  readonly mode: Mode;
  /** The callback address. Never shown: it carries the caller's secret. */
  readonly webhook: string | undefined;
  readonly terminal: Terminal;
  readonly clientId: string;
  readonly script: Script;
  readonly startedAtMs: number;
  /** Answers still to be given to status queries, and to `get_transaction`, before the truth. */
  statusPlan: PlannedReply[];
  deviceStatusPlan: PlannedReply[];
  result: Result | undefined;
  /** Set when a reset of the simulator wiped it. */
  isDropped: boolean;
  /** When its first callback was about to go out, or would have. */
  callbackAtMs: number | undefined;
  /** Reached at the end of the first window, at the end, and when its callbacks were tried. */
  readonly windowEnded: Moment;
  readonly ended: Moment;
  readonly callbackTried: Moment;
}

/** What really moved, in the unit of the wire: into the till by a sale, out of it by a void or return. */
export function computeMovedAmount({ result }: Operation): number {
  return result?.undoneAmount ?? result?.sale?.amount ?? 0;
}

/** Whether the customer pays by QR code. Contract §10: `saleType` 1 in Argentina, something else in Chile. */
export function isQr({ terminal, order, command }: Operation): boolean {
  return terminal.country === 'AR' && command.kind === 'sale' && order.saleType === 1;
}

/** What a test calls the operation: its `customId`, or its number if it has none. */
export function getOperationName({ customId, idPosTxs }: Operation): string {
  return customId ?? String(idPosTxs);
}

/** What the operation is called in ledger entries. */
export function buildLedgerNames(operation: Operation): {
  serialNumber: string;
  idPosTxs: string;
  customId?: string;
} {
  return {
    serialNumber: operation.terminal.serialNumber,
    idPosTxs: String(operation.idPosTxs),
    ...(operation.customId === undefined ? {} : { customId: operation.customId }),
  };
}
