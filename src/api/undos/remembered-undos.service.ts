import { Inject, Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/common';
import { attemptOf } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isSale } from '../../domain/transaction-type.js';
import { ended, stateBy } from '../../domain/undo-list.js';
import type { Undo } from '../../domain/undo.js';
import { netOf } from '../../domain/undone.js';
import type { NetSale } from '../../domain/undone.js';
import { undosWorkflowId } from '../../workflows/undos.messages.js';
import type { UndosMemo } from '../../workflows/undos.messages.js';
import { LateResults } from '../callbacks/late-results.service.js';
import { LOOK_UP, TEMPORAL, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import { Runs } from '../transactions/runs.service.js';

/** Reads what is remembered of a sale's undos. */
@Injectable()
export class RememberedUndos {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /** @param name of the sale, see `UndoneSale`. @returns every undo of it, oldest first. @throws Problem `orchestrator-unavailable` */
  async of(name: string): Promise<readonly Undo[]> {
    const workflow = this.temporal.client.workflow.getHandle(undosWorkflowId(name));
    const found = await within(this.temporal, LOOK_UP, () => workflow.describe()).catch(noneWhenNotFound);
    const undos = (found?.memo as UndosMemo | undefined)?.undos ?? [];
    return this.withTheirEnds(undos);
  }

  /** @returns the transaction with what was undone of it, where it is an approved sale. @throws Problem `orchestrator-unavailable` */
  async netOf(snapshot: Snapshot): Promise<NetSale> {
    const { accepted, status } = snapshot;
    if (status !== 'approved' || !isSale(accepted.type)) return { snapshot, undos: [] };
    return netOf(snapshot, await this.of(accepted.transactionId));
  }

  /** What is not done may be by now: its own run, and what came in late, know. */
  private async withTheirEnds(undos: readonly Undo[]): Promise<readonly Undo[]> {
    let known = undos;
    for (const { customId } of undos.filter(({ state }) => state !== 'done')) {
      const { status, finalAt } = (await this.snapshotOf(customId)) ?? {};
      const state = stateBy({ status, late: await this.lateResults.found(customId) });
      known = ended(known, { customId, state }, finalAt ?? new Date().toISOString());
    }
    return known;
  }

  private snapshotOf(customId: Undo['customId']): Promise<Snapshot | undefined> {
    const attempt = attemptOf(customId);
    return attempt === undefined ? Promise.resolve(undefined) : this.runs.snapshotOf(attempt);
  }
}

function noneWhenNotFound(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
