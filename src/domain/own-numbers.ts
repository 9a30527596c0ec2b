import type { IdPosTxs } from './ids.js';
import type { ProvenSettlement } from './record.js';

/** What is proven about one number that a command has at Getnet. */
export interface ProvenNumber {
  /** Undefined for the answer to the command itself. */
  readonly number: IdPosTxs | undefined;
  readonly proven: ProvenSettlement;
}

/** Where several numbers of a command charged nothing, the outcome shows our acknowledgement's, else the one known first. */
export function chooseDecline(
  before: ProvenNumber | undefined,
  latest: ProvenNumber,
  acknowledged: IdPosTxs | undefined,
): ProvenNumber {
  const isOurs = latest.number === undefined || latest.number === acknowledged;
  return before === undefined || isOurs ? latest : before;
}
