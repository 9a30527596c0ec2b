import type { JsonObject } from '../http/read-body.js';
import type { PlannedReply, Script } from '../scripts/script.js';
import type { Country, Terminal } from '../terminals/terminal.js';
import type { Moment } from '../timers.js';
import type { Statement } from '../wire/statement.js';

/** Held connection, or acknowledgement and callback. Contract §0.1: chosen by the presence of `webhook`. */
export type Mode = 'sync' | 'async';

/** How a command can end on a terminal; only the first moves money. */
export type Ending = 'approved' | 'declined' | 'cancelled' | 'timed_out' | 'lifecycle_over';

/** A command that a terminal carries out. A new one is a file of its own and an entry in `cloud/commands.ts`. */
export interface TerminalCommand {
  /** Its path below the base, lower case. */
  readonly path: string;
  /** Its function code. Contract §4.1. */
  readonly code: number;
  readonly movesMoney: boolean;
  /** Faults of the fields that only this command has. */
  faults(body: JsonObject, country: Country): readonly string[];
  /** What of the request the terminal needs. */
  orderOf(body: JsonObject): Order;
  /** The `data` of its result; `naming` tells whether the answer has to name the operation. */
  dataOf(operation: Operation, statement: Statement, naming: boolean): Record<string, unknown>;
}

/** What is to be done on the terminal. */
export interface Order {
  /** In the unit of the wire. Contract §4.2. */
  readonly amount: number;
  readonly ticketNumber: string | undefined;
  readonly saleType: number;
}

/** How it ended. */
export interface Result {
  readonly ending: Ending;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Receipt number; 0 if not approved. */
  readonly operationId: number;
  /** Place in the terminal's sequence of commands. */
  readonly sequence: number;
}

/** One command on one terminal, from start to end. */
export interface Operation {
  readonly idPosTxs: number;
  readonly customId: string | undefined;
  readonly command: TerminalCommand;
  readonly order: Order;
  readonly mode: Mode;
  /** The callback address. Never shown: it carries the caller's secret. */
  readonly webhook: string | undefined;
  readonly terminal: Terminal;
  readonly clientId: string;
  readonly script: Script;
  readonly startedAt: number;
  /** Answers still to be given to status queries, and to `get_transaction`, before the truth. */
  statusPlan: PlannedReply[];
  deviceStatusPlan: PlannedReply[];
  result: Result | undefined;
  /** Set when a reset of the simulator wiped it. */
  dropped: boolean;
  /** Reached at the end of the first window, at the end, and when its callbacks were tried. */
  readonly windowOver: Moment;
  readonly finished: Moment;
  readonly called: Moment;
}

/** What the operation is called in ledger entries. */
export function namesOf(operation: Operation): { serialNumber: string; idPosTxs: string; customId?: string } {
  return {
    serialNumber: operation.terminal.serialNumber,
    idPosTxs: String(operation.idPosTxs),
    ...(operation.customId === undefined ? {} : { customId: operation.customId }),
  };
}
