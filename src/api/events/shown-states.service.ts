import { Injectable } from '@nestjs/common';
import { countStates, buildSnapshotAtState } from '../../domain/snapshot-at-state.js';
import { render } from '../../rendering/render-transaction.js';
import type { RenderedTransaction } from '../../rendering/render-transaction.js';
import { Queues } from '../store/queues.service.js';
import type { RunView } from '../store/run-view.js';

/** Shows a transaction as it was at one of its states. */
@Injectable()
export class ShownStates {
  constructor(private readonly queues: Queues) {}

  /** Its place in a queue is known only while it waits. */
  async render({ snapshot }: RunView, n: number): Promise<RenderedTransaction> {
    const then = buildSnapshotAtState(snapshot, n) ?? snapshot;
    const isPresent = n === countStates(snapshot);
    const queue = isPresent ? await this.queues.findPlace(then) : undefined;
    return render({ snapshot: then, undos: [], queue });
  }
}
