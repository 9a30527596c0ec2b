import { workflowInfo } from '@temporalio/workflow';
import type { Snapshot } from '../domain/snapshot.js';

/** Notes with each change of a snapshot on how much of the history it rests. */
export abstract class ChangingSnapshot {
  /** So many events of the history its worker had when the snapshot changed last. */
  changedAtLength = 0;
  private present: Snapshot;

  constructor(first: Snapshot) {
    this.present = first;
  }

  get snapshot(): Snapshot {
    return this.present;
  }

  set snapshot(changed: Snapshot) {
    this.present = changed;
    this.changedAtLength = workflowInfo().historyLength;
  }
}
