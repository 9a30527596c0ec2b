import type { CallbackClaim } from './callback-agreement.js';
import type { CustomId } from './ids.js';
import { recordLateCharge, withWarning } from './record.js';
import type { LateCharge } from './record.js';
import type { Snapshot } from './snapshot.js';

/** The first late charge becomes the outcome, unless the record has a charge already; every other one is a warning. */
export function withLateCharges(record: Snapshot, charges: readonly LateCharge[], at: string): Snapshot {
  return charges.reduce((latest, charge) => {
    const hasCharged = latest.status === 'approved' || latest.status === 'completed';
    return hasCharged ? withWarning(latest, warnChargedTwice(charge)) : recordLateCharge(latest, charge, at);
  }, record);
}

/**
 * The charges that are not the outcome. They are verified beside it, as late news are: the outcome may be undone, and the customer
 * has still paid these.
 */
export function listOtherCharges({ accepted }: Snapshot, charges: readonly LateCharge[]) {
  return charges
    .filter((charge) => charge.accepted.customId !== accepted.customId)
    .map(({ accepted: { customId }, proof, idPosTxs = proof.idPosTxs }) => {
      const claim = { customId, claims: 'approved', ...(idPosTxs && { idPosTxs }) } satisfies CallbackClaim;
      return { version: 1, digest: `${idPosTxs}: charged`, ...claim } as const;
    });
}

function warnChargedTwice({ accepted, idPosTxs }: LateCharge): string {
  return `charged-twice: ${accepted.customId} was approved too, as ${idPosTxs}, after Getnet had refused it; give one of the two back`;
}

/** For an attempt whose outcome could not be found out. */
export function warnMaybeChargedTwice(customId: CustomId): string {
  return `whether ${customId} charged as well is not known: check the terminal for a second charge`;
}
