import { condition } from '@temporalio/workflow';
import { listStates } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import { announceState, announceUndone } from '../domain/webhook-announcement.js';
import type { Announcement } from '../domain/webhook-announcement.js';
import { announce } from './announce.js';
import type { Attempt } from './attempt.js';

/** What an announcer reads of a transaction. */
export interface AnnouncedRun {
  /** As it is shown now. */
  readonly readSnapshot: () => Snapshot;
  readonly listAttempts: () => readonly Attempt[];
}

/**
 * Announces each state of a transaction that webhooks tell of, and of a void or return what it does to its sale, beside whatever
 * the run does.
 */
export class StateAnnouncer {
  private toldStates = 0;
  private readonly toldUndos = new Set<string>();
  private isTelling = false;

  private constructor(private readonly run: AnnouncedRun) {}

  /** It goes on for as long as the run does. */
  static start(run: AnnouncedRun): StateAnnouncer {
    const announcer = new StateAnnouncer(run);
    void announcer.tellForEver();
    return announcer;
  }

  /** Before the run ends. */
  async waitUntilTold(): Promise<void> {
    await condition(() => !this.hasNews && !this.isTelling);
  }

  private async tellForEver(): Promise<never> {
    for (;;) {
      await condition(() => this.hasNews);
      this.isTelling = true;
      const announcement = this.takeState() ?? this.takeUndo();
      if (announcement) await announce(announcement);
      this.isTelling = false;
    }
  }

  private get hasNews(): boolean {
    return listStates(this.run.readSnapshot()).length > this.toldStates || this.nextUndo !== undefined;
  }

  private takeState(): Announcement | undefined {
    const snapshot = this.run.readSnapshot();
    const state = listStates(snapshot)[this.toldStates];
    if (state === undefined) return undefined;
    this.toldStates += 1;
    return announceState(snapshot, state);
  }

  private takeUndo(): Announcement | undefined {
    const next = this.nextUndo;
    if (next === undefined) return undefined;
    const { customId, status } = next;
    this.toldUndos.add(`${customId} ${status}`);
    const snapshot = this.run.readSnapshot();
    const at = snapshot.states.at(-1)?.at ?? snapshot.accepted.createdAt;
    return announceUndone(snapshot, { customId, status, at });
  }

  /** Permission makes the sale *reversing*; once its end is reported, the sale may be reversed. */
  private get nextUndo() {
    const { toldUndos } = this;
    const changes = this.run
      .listAttempts()
      .flatMap(({ mayHavePermission, reportedUndo, accepted }) => [
        ...(mayHavePermission ? [{ customId: accepted.customId, status: 'reversing' as const }] : []),
        ...(reportedUndo === 'done' ? [{ customId: accepted.customId, status: 'reversed' as const }] : []),
      ]);
    return changes.find(({ customId, status }) => !toldUndos.has(`${customId} ${status}`));
  }
}
