import { Injectable } from '@nestjs/common';
import { listCustomIds } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { movesMoney } from '../../domain/transaction-type.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import { LateResults } from '../store/late-results.service.js';
import { Queues } from '../store/queues.service.js';
import { UndoHistory } from '../store/undo-history.service.js';

/** Adds to a transaction what its own run does not know. */
@Injectable()
export class ShownTransactions {
  constructor(
    private readonly undos: UndoHistory,
    private readonly lateResults: LateResults,
    private readonly queues: Queues,
  ) {}

  /** All looks at the same time. @throws Problem `orchestrator-unavailable` */
  async complete(snapshot: Snapshot): Promise<ShownTransaction> {
    const [net, late, queue] = await Promise.all([
      this.undos.readNetSale(snapshot),
      this.lateResults.findContradiction(snapshot),
      this.queues.findPlace(snapshot),
    ]);
    return { ...net, late, queue };
  }

  /**
   * Whether news prove a charge by a transaction that was reported as uncharged, or are not verified yet. Its run does not tell: it has
   * ended. What a person said about them counts.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async mayHaveCharged({ accepted, outcome }: Snapshot): Promise<boolean> {
    if (outcome.moneyMoved !== 'no' || !movesMoney(accepted.type)) return false;
    const attempts = listCustomIds(accepted);
    const found = await Promise.all(
      attempts.map((customId) => this.lateResults.findSettledMoneyMoved({ customId, accepted })),
    );
    return found.some((moneyMoved) => moneyMoved === 'yes' || moneyMoved === 'unknown');
  }

  /** Nobody can have undone, or contradicted, what the present request started. */
  async completeNew(snapshot: Snapshot): Promise<ShownTransaction> {
    return { snapshot, undos: [], queue: await this.queues.findPlace(snapshot) };
  }
}
