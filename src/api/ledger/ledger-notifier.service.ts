import { Inject, Injectable } from '@nestjs/common';
import type { Snapshot } from '../../domain/snapshot.js';
import { NOTIFICATION_CHANNEL } from '../../ledger/database/notification-channel.js';
import { LedgerDatabase } from '../../ledger/database/ledger-database.js';

/** Notifications that come together are one statement. */
const TOGETHER_MS = 10;
/** A notification has at most 8,000 bytes. */
const MAX_IDS = 300;
const MAX_REMEMBERED = 20_000;

/**
 * Notifies the ledger of the transactions that this process saw change, so that they are in the list within a second. Best effort, and
 * never waited for: what it is not notified of, the projector finds by itself.
 */
@Injectable()
export class LedgerNotifier {
  private readonly ids = new Set<string>();
  private readonly notified = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(LedgerDatabase) private readonly database: LedgerDatabase) {}

  /** Each state of a transaction is notified once. */
  notify({ accepted, status }: Pick<Snapshot, 'accepted' | 'status'>): void {
    if (!this.database.isUp) return;
    const state = `${accepted.customId} ${status}`;
    if (this.notified.has(state)) return;
    this.remember(state);
    this.ids.add(accepted.transactionId);
    this.timer ??= setTimeout(() => this.send(), TOGETHER_MS).unref();
  }

  private send(): void {
    this.timer = undefined;
    const ids = [...this.ids];
    this.ids.clear();
    for (let at = 0; at < ids.length; at += MAX_IDS) {
      const payload = ids.slice(at, at + MAX_IDS).join(',');
      void this.database
        .query('select pg_notify($1, $2)', [NOTIFICATION_CHANNEL, payload])
        .catch(() => undefined);
    }
  }

  private remember(state: string): void {
    this.notified.add(state);
    const [oldest] = this.notified;
    if (this.notified.size > MAX_REMEMBERED && oldest !== undefined) this.notified.delete(oldest);
  }
}
