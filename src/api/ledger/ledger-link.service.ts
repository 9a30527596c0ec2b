import { Injectable } from '@nestjs/common';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import { LedgerNotifier } from './ledger-notifier.service.js';
import { ForgottenKeys } from './old-keys.service.js';

/** What starting and reading a transaction need of the ledger. They neither wait for it nor depend on it. */
@Injectable()
export class LedgerLink {
  constructor(
    private readonly notifier: LedgerNotifier,
    private readonly oldKeys: ForgottenKeys,
  ) {}

  /** Notifies the projector that this process saw the transaction in this state. */
  notifyProjector(snapshot: Snapshot): void {
    this.notifier.notify(snapshot);
  }

  /** Never fails. @returns a transaction that Temporal may have forgotten. */
  remember(id: TransactionId): Promise<ShownTransaction | undefined> {
    return this.oldKeys.find(id);
  }

  /** As {@link remember}, for a reader. @throws Problem `ledger-unavailable`: a client that is told that there is no such transaction may charge anew. */
  require(id: TransactionId): Promise<ShownTransaction | undefined> {
    return this.oldKeys.require(id);
  }
}
