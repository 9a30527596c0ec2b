import type { Amount } from './money.js';

/** What becomes of a charge that is proven after its transaction had ended otherwise. */
export const lateResultActions = ['keep', 'undo', 'ask'] as const;

export type LateResultAction = (typeof lateResultActions)[number];

/** What a merchant decides for itself, with every default filled in. */
export interface MerchantPolicies {
  readonly lateResult: LateResultAction;
  /** A person alone may settle an outcome up to this amount; absent: any amount. */
  readonly secondActorAbove?: Amount | undefined;
  /** `HH:MM` in the country's time zone: when the terminals are reconciled and closed; absent: nobody closes them for the merchant. */
  readonly closeAt?: string | undefined;
  /** After so many outcomes in a row that need a person, a terminal takes no new payment. */
  readonly quarantineAfter: number;
}

export const DEFAULT_QUARANTINE_AFTER = 3;
