import { condition, sleep } from '@temporalio/workflow';
import { listStates } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import { announceState, announceUndo } from '../domain/webhook-announcement.js';
import type { Announcement, UndoStage } from '../domain/webhook-announcement.js';
import type { Announces } from '../domain/webhook-audience.js';
import { Announcer } from './announcer.js';
import type { Attempt } from './attempt.js';

/** Longer than the pause before the caller is answered: an announcement holds back the commands of its workflow task. */
const REFUSAL_WRITTEN_MS = 50;

/** What an announcer reads of a transaction. */
export interface AnnouncedRun {
  /** As it was started with. */
  readonly announces: Announces;
  /** As it is shown now. */
  readonly readSnapshot: () => Snapshot;
  readonly listAttempts: () => readonly Attempt[];
}

/**
 * Announces each state of a transaction that webhooks announce, and of a void or return what it does to its sale, while the run goes
 * on.
 */
export class StateAnnouncer {
  private announcedStates = 0;
  private readonly announcedUndos = new Set<string>();
  private isAnnouncing = false;
  private readonly announcer: Announcer;

  private constructor(private readonly run: AnnouncedRun) {
    this.announcer = new Announcer(run.announces);
  }

  /** It goes on for as long as the run does. */
  static start(run: AnnouncedRun): StateAnnouncer {
    const announcer = new StateAnnouncer(run);
    void announcer.announceUntilRunEnds();
    return announcer;
  }

  /** Before the run ends. */
  async waitUntilAnnounced(): Promise<void> {
    await condition(() => !this.hasNews && !this.isAnnouncing);
  }

  private async announceUntilRunEnds(): Promise<never> {
    for (;;) {
      await condition(() => this.hasNews);
      this.isAnnouncing = true;
      const announcement = (await this.nextStateAnnouncement()) ?? (await this.nextUndoAnnouncement());
      if (announcement) await this.announcer.announce(announcement);
      this.isAnnouncing = false;
    }
  }

  private get hasNews(): boolean {
    return listStates(this.run.readSnapshot()).length > this.announcedStates || this.nextUndo !== undefined;
  }

  private async nextStateAnnouncement(): Promise<Announcement | undefined> {
    const snapshot = this.run.readSnapshot();
    const state = listStates(snapshot)[this.announcedStates];
    if (state === undefined) return undefined;
    this.announcedStates += 1;
    // Done once more, because its worker died, this workflow task might send: it is announced once Temporal has it.
    if (state.status === 'not_sent')
      await sleep(REFUSAL_WRITTEN_MS, { summary: 'let the refusal be written' });
    return announceState(snapshot, state);
  }

  private async nextUndoAnnouncement(): Promise<Announcement | undefined> {
    const next = this.nextUndo;
    if (next === undefined) return undefined;
    const { customId, stage } = next;
    this.announcedUndos.add(`${customId} ${stage}`);
    // An announcement holds back the commands of its workflow task: the dispatch of the undo goes first.
    if (stage === 'reversing') await sleep(1, { summary: 'let the command go first' });
    const snapshot = this.run.readSnapshot();
    const at = snapshot.states.at(-1)?.at ?? snapshot.accepted.createdAt;
    return announceUndo(snapshot, { customId, stage, at });
  }

  /** The sale is *reversing* from the hand-over of the undo to a worker until the end of the undo is reported. */
  private get nextUndo() {
    const { announcedUndos } = this;
    const changes = this.run
      .listAttempts()
      .flatMap((attempt) =>
        listStages(attempt).map((stage) => ({ customId: attempt.accepted.customId, stage })),
      );
    return changes.find(({ customId, stage }) => !announcedUndos.has(`${customId} ${stage}`));
  }
}

/** A run that recovers another sends nothing itself: of its attempts only the end is announced. */
function listStages({ mayHavePermission, handedOutAtMs, reportedUndo }: Attempt): readonly UndoStage[] {
  const isEnded = reportedUndo !== undefined && reportedUndo !== 'open';
  return [
    ...(mayHavePermission && handedOutAtMs > 0 ? (['reversing'] as const) : []),
    ...(isEnded ? [reportedUndo] : []),
  ];
}
