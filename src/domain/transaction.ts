import type { CustomId, TransactionId } from './ids.js';
import type { Amount } from './money.js';
import type { Terminal } from './terminal.js';
import type { EpochMs } from './time.js';
import type { TransactionType } from './transaction-type.js';
import type { UndoneSale } from './undo.js';

/** One value of an option: a single one, or the lists and records of a document to print. */
export type OptionValue =
  string | number | boolean | readonly OptionValue[] | { readonly [name: string]: OptionValue };

/** A country's options of a command, named as Getnet names them. */
export type Options = Readonly<Record<string, OptionValue>>;

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
  /** A void or return: the sale whose money goes back. */
  readonly undoes?: UndoneSale;
  /** Of the undo of a sale by the service itself. */
  readonly isByService?: true;
  /** Of a sale that has to be confirmed: it is undone when nobody has done so within this time after its approval. */
  readonly confirmWithinMs?: number;
  /** Of an undo by Getnet's numbers, ISO 8601: when the batch of its terminal was closed by us. */
  readonly batchSince?: string;
  /** Of an undo by Getnet's numbers: its caller knows that the same was done before. */
  readonly evenIfRepeated?: boolean;
  /** Of a closing by the service: the report that was compared. Once the terminal is ours, nothing that moves money may have come after it. */
  readonly closesAfter?: TransactionId;
  /**
   * What the terminal did before, as its latest lease told when this was accepted, and again when this was given the terminal:
   * whose numbers are not ours.
   */
  readonly previous?: TransactionId;
  /** The API key that sent the request, by its id. Absent in inputs of before. */
  readonly acceptedBy?: string;
  /** Of the request that opened it, random: no other request with its key has the same. Absent in inputs of before. */
  readonly acceptanceId?: string;
  /** Of a further attempt: of the first one, as its run was opened. Absent in inputs: the run adds it. */
  readonly firstAcceptance?: Pick<Accepted, 'acceptanceId' | 'createdAt'>;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The attempt waits for a busy terminal, so long at the most, counted from `createdAt`. Absent: it does not wait. */
  readonly maxWaitMs?: number;
  /**
   * Later than this the command is never sent. Counted from acceptance, on the API's clock; for an attempt that
   * waited, from the moment when it was given the terminal.
   */
  readonly dispatchBy: EpochMs;
}
