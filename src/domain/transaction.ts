import type { CustomId, TransactionId } from './ids.js';
import type { Amount } from './money.js';
import type { Terminal } from './terminal.js';

/** What a terminal can be asked to do. */
export type TransactionType = 'sale';

/** A country's options of a command, named as Getnet names them. */
export type Options = Readonly<Record<string, string | number | boolean>>;

/** One attempt as the API accepted it: everything that never changes afterwards. */
export interface Accepted {
  readonly transactionId: TransactionId;
  readonly attempt: number;
  readonly customId: CustomId;
  /** Of the canonical request body: the same key with another body is refused. */
  readonly requestHash: string;
  readonly merchant: string;
  readonly terminal: Terminal;
  readonly type: TransactionType;
  readonly amount?: Amount;
  readonly reference?: string;
  readonly options: Options;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Epoch ms, on the API's clock: later than this the command is never sent. */
  readonly dispatchBy: number;
}
