import { ApplicationFailure, setCurrentDetails } from '@temporalio/workflow';
import { findSettlingFault, listOpenDifferences } from '../domain/reconciliation-cases.js';
import { describeStanding } from './reconciliation-details.js';
import { NOT_A_DIFFERENCE, buildFirstStanding } from './reconciliation.messages.js';
import type {
  ReconciliationInput,
  ReconciliationStanding,
  SettleDifferences,
} from './reconciliation.messages.js';

/** A reconciliation as it comes to know more. */
export class ReconciliationState {
  standing: ReconciliationStanding;

  constructor(input: ReconciliationInput) {
    this.standing = buildFirstStanding(input);
  }

  get openDifferences(): readonly number[] {
    return listOpenDifferences(this.standing);
  }

  update(known: Partial<ReconciliationStanding>): void {
    this.standing = { ...this.standing, ...known };
    setCurrentDetails(describeStanding(this.standing));
  }

  requireDifferences({ lines }: SettleDifferences): void {
    const fault = findSettlingFault(this.standing, lines);
    if (fault !== undefined) throw ApplicationFailure.nonRetryable(fault, NOT_A_DIFFERENCE);
  }

  /** What somebody has settled before stays as it is. */
  settle({ lines, reason, by, at }: SettleDifferences): ReconciliationStanding {
    const open = this.openDifferences.filter((place) => lines === undefined || lines.includes(place));
    const settled = open.map((line) => ({ line, reason, by, at: new Date(at).toISOString() }));
    this.update({ settled: [...this.standing.settled, ...settled] });
    return this.standing;
  }
}
