import { Injectable } from '@nestjs/common';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import { LedgerBell } from './ledger-bell.service.js';
import { ForgottenKeys } from './old-keys.service.js';

/** What starting and reading has to do with the ledger: nothing that it waits for, or depends on. */
@Injectable()
export class LedgerLink {
  constructor(
    private readonly bell: LedgerBell,
    private readonly oldKeys: ForgottenKeys,
  ) {}

  /** This process saw the transaction so. */
  tell(snapshot: Snapshot): void {
    this.bell.ring(snapshot);
  }

  /** Never fails. @returns a transaction that Temporal may have forgotten. */
  remember(id: TransactionId): Promise<ShownTransaction | undefined> {
    return this.oldKeys.find(id);
  }

  /** As {@link remember}, for a reader. @throws Problem `ledger-unavailable`: whoever hears that there is no such transaction may charge anew. */
  require(id: TransactionId): Promise<ShownTransaction | undefined> {
    return this.oldKeys.require(id);
  }
}
