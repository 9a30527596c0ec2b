import type { CustomId } from './ids.js';
import { recordLateCharge, withWarning } from './record.js';
import type { LateCharge } from './record.js';
import type { Snapshot } from './snapshot.js';

/** @returns the record with charges of attempts that were reported as not sent: the first is the outcome, unless there is one. */
export function withLateCharges(record: Snapshot, charges: readonly LateCharge[], at: string): Snapshot {
  return charges.reduce((latest, charge) => {
    const hasCharged = latest.status === 'approved' || latest.status === 'completed';
    return hasCharged ? withWarning(latest, warnChargedTwice(charge)) : recordLateCharge(latest, charge, at);
  }, record);
}

function warnChargedTwice({ accepted, idPosTxs }: LateCharge): string {
  return `charged-twice: ${accepted.customId} was approved too, as ${idPosTxs}, after Getnet had refused it; give one of the two back`;
}

/** @returns a warning about an attempt whose outcome nobody could tell. */
export function warnMaybeChargedTwice(customId: CustomId): string {
  return `whether ${customId} charged as well is not known: check the terminal for a second charge`;
}
