import { Inject, Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/common';
import { deviceOf } from '../../domain/terminal.js';
import type { Terminal } from '../../domain/terminal.js';
import { leaseWorkflowId } from '../../workflows/terminal-lease.messages.js';
import type { LeaseMemo } from '../../workflows/terminal-lease.messages.js';
import { LOOK_UP, TEMPORAL, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';

/** Tells who has a terminal. */
@Injectable()
export class Leases {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns undefined for a free terminal. @throws Problem `orchestrator-unavailable` */
  async current(terminal: Terminal): Promise<LeaseMemo | undefined> {
    const lease = this.temporal.client.workflow.getHandle(leaseWorkflowId(deviceOf(terminal)));
    const described = await within(this.temporal, LOOK_UP, () => lease.describe()).catch(freeWhenNotFound);
    return described?.status.name === 'RUNNING' ? (described.memo as unknown as LeaseMemo) : undefined;
  }
}

function freeWhenNotFound(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
