import type { CustomId, TransactionId } from './ids.js';
import type { Amount } from './money.js';
import type { Device } from './terminal.js';
import type { EpochMs } from './time.js';
import type { UndoType } from './transaction-type.js';

/** A sale of ours that an undo is of, where undos are remembered by Getnet's numbers: several sales may have them. */
export interface OwnSale {
  readonly transactionId: TransactionId;
  /** ISO 8601: what was undone by its numbers before is not of it. */
  readonly createdAt: string;
  readonly amount?: Amount;
}

/** A sale whose money goes back, as the one place that remembers its undos knows it. */
export interface UndoneSale {
  /** `tx_…` for a sale of ours, else Getnet's numbers of it: what its undos are remembered by. */
  readonly name: string;
  readonly merchant: string;
  /** Only of a sale of ours: of any other neither terminal nor amount is known. */
  readonly transactionId?: TransactionId;
  readonly terminalId?: string;
  /** The physical device that took it: only that one can void it. */
  readonly device?: Device;
  /** ISO 8601. */
  readonly createdAt?: string;
  /** What was charged. */
  readonly amount?: Amount;
  /** As the sale's own receipt has it. */
  readonly authorizationCode?: string;
  /** The terminal's own number: what a void names it by. */
  readonly operationId?: number;
  /** Of a sale of ours: the name by which its undos by authorisation code are remembered, which has to agree to each. */
  readonly codeName?: string;
  /** The same by each other day that Getnet may have for it, where the country's returns name one: each has to agree as well. */
  readonly codeNames?: readonly string[];
  /** Names by which more undos of it may be remembered: they are looked at before each. */
  readonly otherNames?: readonly string[];
  /** Other sales of ours that Getnet may take for it: same code, no day or amount that tells them apart. */
  readonly twins?: readonly TransactionId[];
  /** Until then its undos are remembered. */
  readonly rememberUntil: EpochMs;
}

/** A void or return that wants to be sent. */
export interface UndoClaim {
  readonly transactionId: TransactionId;
  readonly customId: CustomId;
  readonly type: UndoType;
  readonly terminalId: string;
  /** Where it is to run. */
  readonly device?: Device;
  /** Of a return; a void gives all of it back. */
  readonly amount?: Amount;
  /** Undefined for a sale that was made elsewhere. */
  readonly of?: OwnSale;
  /** The caller knows that the same return was made before, and means it. */
  readonly evenIfRepeated?: boolean;
  /** ISO 8601: the batch of the terminal was closed then, so that an older void by the same number was of another sale. */
  readonly batchSince?: string;
  /** The sale is remembered until then. */
  readonly rememberUntil?: EpochMs;
  /** The random id of the request that first used its key: tells a later use of the key from a repeat. Absent where the service asks. */
  readonly firstRequest?: string;
}

/** `open`: granted, and not proven yet how it ended. `failed`: declined, or never sent. */
export type UndoState = 'open' | 'done' | 'failed';

/** A void or return that was granted. */
export interface Undo extends UndoClaim {
  readonly state: UndoState;
  /** ISO 8601. */
  readonly since: string;
  readonly endedAt?: string;
  /** What Getnet gave back, where that is not what was asked for. */
  readonly amountGiven?: Amount;
}

/** Whether something with the id of an undo is of another use of its key, as far as both uses are known. */
export function isOfOtherUse(
  undo: Pick<Undo, 'firstRequest'>,
  { firstRequest }: Pick<Undo, 'firstRequest'>,
): boolean {
  if (undo.firstRequest === undefined || firstRequest === undefined) return false;
  return undo.firstRequest !== firstRequest;
}

/** What is remembered of a sale that is undone. */
export interface SaleUndos {
  readonly sale: UndoneSale;
  readonly undos: readonly Undo[];
}

/** What is remembered of a sale, and how long. */
export interface UndoMemory extends SaleUndos {
  /** Until then at least, because its own run was found open. Absent where that never was said. */
  readonly rememberUntil?: EpochMs;
}

/** Several sales may have the same numbers: the latest bound of them counts. */
export function computeRememberUntil({ sale, undos, rememberUntil = 0 }: UndoMemory): number {
  const bounds = undos.map((undo) => undo.rememberUntil ?? 0);
  return Math.max(sale.rememberUntil, rememberUntil, ...bounds);
}
