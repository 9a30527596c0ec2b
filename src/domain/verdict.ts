import type { IdPosTxs } from './ids.js';
import type { Amount } from './money.js';

/** Card details that may be kept: no BIN, no expiry. */
export interface Card {
  readonly brand: string | null;
  readonly type: string | null;
  readonly last4: string | null;
}

/** A sale as a terminal lists it. */
export interface ReportedSale {
  readonly operationId: number | null;
  readonly authorizationCode: string | null;
  readonly amount: Amount | null;
  readonly card: Card | null;
  /** Local time of the terminal, as Getnet writes it. */
  readonly accountingDate: string | null;
  readonly realDate: string | null;
  /** The terminal gives it the function code of another command, or a response code other than 0. */
  readonly isSale?: false;
  /** Nobody can read what the terminal says of that, so that it may be a sale all the same. */
  readonly isUnreadable?: true;
}

/** What a command that moves no money had to say. */
export interface Report {
  /** Null where the answer lists none. */
  readonly sales: readonly ReportedSale[] | null;
  /** Whether sales or fields were left out, because there were more than are kept. */
  readonly cut: boolean;
  /** Every field the contract does not know, as Getnet names it; nothing sensitive. */
  readonly raw: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the terminal said at the end of a command. */
export interface TerminalResult {
  /** 0 is approved; of the others only 1006 is attested (contract §9). Null: a report that came without one. */
  readonly responseCode: number | null;
  readonly responseMessage: string | null;
  readonly authorizationCode: string | null;
  /** The key of a later void or duplicate; never an `idPosTxs`. */
  readonly operationId: number | null;
  readonly card: Card | null;
  /** What a receipt needs, as Getnet names it; nothing sensitive. */
  readonly receipt: Readonly<Record<string, string | number | boolean | null>>;
  /** Only of a command that moves no money. */
  readonly report?: Report;
}

/** What a terminal's result says about our command. */
interface ReportedResult {
  readonly result: TerminalResult;
  readonly idPosTxs?: IdPosTxs;
  /** Whether the answer named our `customId`: between two numbers, that one is ours. Absent in records of before. */
  readonly namesUs?: boolean;
}

/** An approval, and what a reader of it should be told. */
interface Approved extends ReportedResult {
  /** Only where it differs from what was asked for: what was charged, or given back by a void or return. */
  readonly amountCharged?: Amount;
  /** Sentences. */
  readonly warnings?: readonly string[];
}

/** An answer that is not about our command, or contradicts it. */
interface Contradiction {
  /** What differs, as Getnet names it. */
  readonly fields: readonly string[];
  /** The answer named another `customId` and not ours: its number is proven not to be ours. */
  readonly foreign?: true;
  /** A clause for a person; what `fields` cannot say. */
  readonly detail?: string;
}

/**
 * What an answer of Getnet says about our command. Only `approved` and `declined` are proof; everything else leaves the
 * outcome unknown (contract §11.2).
 */
export type Verdict =
  | ({ readonly kind: 'approved' } & Approved)
  | ({ readonly kind: 'declined' } & ReportedResult)
  /** A card sale with code 0 and no authorisation code: perhaps only an intermediate answer (contract §9). */
  | ({ readonly kind: 'approved_without_code' } & Approved)
  | { readonly kind: 'pending'; readonly idPosTxs?: IdPosTxs }
  | { readonly kind: 'not_found' }
  /** Proof of nothing. */
  | ({ readonly kind: 'contradiction' } & Contradiction)
  /** No readable answer, or one that says nothing about our command. */
  | { readonly kind: 'silent'; readonly cause: string; readonly idPosTxs?: IdPosTxs };

/** A verdict that ends the question. */
export type Proof = Extract<Verdict, { kind: 'approved' | 'declined' }>;

/** Where a proof came from, as the API names it. A callback is never one. */
export type ProofSource = 'sync_response' | 'status_query' | 'device_query' | 'operator';
