import { isAboutAnotherNumber } from './late-result.js';
import type { LateFinding } from './late-result.js';
import type { Snapshot } from './snapshot.js';
import type { UndoRefusal } from './undo.js';

/**
 * What speaks against giving back a sale that was approved: news that came after the proof. `verifying`: Getnet is being asked.
 * `unknown`: nobody could find out. `gone`: the charge does not stand any more.
 */
export interface ChargeDoubt {
  readonly kind: 'verifying' | 'unknown' | 'gone';
  /** A clause about the sale. */
  readonly why: string;
}

/** While Getnet is being asked. */
export const CHARGE_BEING_VERIFIED: ChargeDoubt = {
  kind: 'verifying',
  why: 'Getnet is being asked about news that came after its approval',
};

/** Where the run that verified the news was ended by hand. */
export const CHARGE_NOT_VERIFIED: ChargeDoubt = {
  kind: 'unknown',
  why: 'news came after its approval, and whether its charge stands is not known',
};

/** News about another number say nothing about the charge of the sale. */
export function findChargeDoubt(
  { idPosTxs }: Pick<Snapshot, 'idPosTxs'>,
  finding: LateFinding,
): ChargeDoubt | undefined {
  if (finding.moneyMoved === 'yes' || isAboutAnotherNumber({ idPosTxs }, finding)) return undefined;
  if (finding.moneyMoved === 'unknown') return CHARGE_NOT_VERIFIED;
  const who = finding.evidence === 'operator' ? 'a person said' : 'Getnet proved';
  return { kind: 'gone', why: `${who} after the end that its charge is gone` };
}

/** A person who asks for an undo may know better where nobody could find out. */
export function refuseDoubtedCharge({ kind, why }: ChargeDoubt): UndoRefusal | undefined {
  switch (kind) {
    case 'verifying':
      return { reason: 'not-settled', detail: why };
    case 'gone':
      return { reason: 'not-reversible', detail: why };
    case 'unknown':
      return undefined;
  }
}
