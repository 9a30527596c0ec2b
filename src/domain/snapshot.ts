import type { IdPosTxs, TransactionId } from './ids.js';
import type { Amount } from './money.js';
import type { NotSentReason } from './not-sent.js';
import type { SettledResolution } from './resolution.js';
import type { AttentionFacts } from './resolution-refusals.js';
import type { MoneyMoved, Status } from './status.js';
import type { Accepted } from './transaction.js';
import type { UndoType } from './transaction-type.js';
import type { ProofSource, TerminalResult } from './verdict.js';

/** One line of the log of states. */
export interface StateEntry {
  /** From 1, without gaps. */
  readonly n: number;
  /** ISO 8601. */
  readonly at: string;
  readonly status: Status;
  /** What was known when it was entered, and may be replaced by a later state. Runs of earlier releases did not keep it. */
  readonly known?: KnownAtEntry;
}

/** The facts of a state that later states replace: with them, an earlier state can still be shown as it was. */
export interface KnownAtEntry {
  readonly idPosTxs?: IdPosTxs;
  readonly reason?: NotSentReason;
  readonly detail?: string;
  readonly holder?: Holder;
}

/** Something that was learned about the command, and from whom. Repeats are counted, not listed. */
export interface EvidenceEntry {
  readonly at: string;
  readonly source: 'dispatch' | 'callback' | 'cancel' | 'first_run' | ProofSource;
  readonly says: string;
  /** How often in a row, and when last. */
  readonly times: number;
  readonly lastAt: string;
}

/** Who has the terminal. */
export interface Holder {
  readonly transactionId: string;
  readonly merchant: string;
  /** ISO 8601: at the latest until then. */
  readonly until: string;
}

/** Whether a sale that was started with `confirmWithin` is kept. Wire format: never renamed. */
export const confirmationStates = ['open', 'confirmed', 'expired', 'given_up'] as const;

/** `open`: approved, and it waits for its confirmation. `expired` and `given_up`: it is undone. */
export type ConfirmationState = (typeof confirmationStates)[number];

/** The confirmation of an approved sale. */
export interface Confirmation {
  readonly state: ConfirmationState;
  /** ISO 8601: a sale that is not confirmed by then is undone. */
  readonly confirmBy: string;
  /** ISO 8601: when it was confirmed, or no longer could be. */
  readonly decidedAt?: string;
}

/** How far the undo by the service itself is. Wire format: never renamed. */
export const reversalStates = ['open', 'done', 'failed', 'kept'] as const;

/** `failed`: the sale stands, and a person decides. `kept`: a person has decided that it stands. */
export type ReversalState = (typeof reversalStates)[number];

/** How the service gives back a sale that was not confirmed. */
export interface Reversal {
  readonly state: ReversalState;
  /** The void or return, a transaction of its own; undefined until it is started. */
  readonly transactionId?: TransactionId;
  readonly type?: UndoType;
  /** A clause: why this way. */
  readonly reason?: string;
  /** ISO 8601. */
  readonly since: string;
  readonly endedAt?: string;
  /** Why it failed, and what a person does next. */
  readonly detail?: string;
  /** Who keeps the sale although it was not confirmed, and why. */
  readonly keptBy?: SettledResolution;
  /** Who closed it because the charge is gone without an undo of ours. */
  readonly closedBy?: SettledResolution;
}

/** What is known of the outcome. */
export interface Outcome {
  readonly moneyMoved: MoneyMoved;
  readonly evidence?: ProofSource;
  readonly reason?: NotSentReason;
  /** What Getnet said when it refused, or why a person is needed. */
  readonly detail?: string;
  readonly warning?: string;
  readonly holder?: Holder;
  readonly result?: TerminalResult;
  /** What Getnet charged or gave back, where that is not what was asked for. */
  readonly amountCharged?: Amount;
  /** ISO 8601: when Getnet is asked next. Only in answers about a running transaction, never in a result. */
  readonly nextCheckAt?: string;
  /** ISO 8601: by then there is an answer, or the transaction needs attention. Only in answers about a running transaction. */
  readonly answerLatestBy?: string;
}

/** A transaction at one moment: the answer of the update and the query, the workflow's result, the detail of its failure. */
export interface Snapshot {
  readonly version: 1;
  /** The attempt that the rest speaks of: the latest, or the one that was proven to have charged. */
  readonly accepted: Accepted;
  readonly status: Status;
  readonly idPosTxs?: IdPosTxs;
  readonly finalAt?: string;
  readonly outcome: Outcome;
  readonly states: readonly StateEntry[];
  readonly evidence: readonly EvidenceEntry[];
  /** What had the terminal before each time this had it, where `accepted` does not say so: every attempt may come after another. */
  readonly before?: readonly TransactionId[];
  /** ISO 8601: the transaction was not sent, and until then its key may try again. */
  readonly retryUntil?: string;
  /** Of an approved sale that has to be confirmed. */
  readonly confirmation?: Confirmation;
  /** Of a sale that was not confirmed: how the service undoes it. */
  readonly reversal?: Reversal;
  /** A person settled it. */
  readonly resolution?: SettledResolution;
  /** Only of a running one that needs attention: what a person's verdict is judged by. */
  readonly attention?: AttentionFacts;
  /** Of a proven one: another number of its command may be live on the terminal, or its cancel request has not ended. */
  readonly keepsTerminal?: true;
}
