import type { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { until } from './until.js';

/** What a world does with its workflows as somebody does who has only Temporal: awaits, resets and deletes them. */
export abstract class KnownRuns {
  abstract get client(): Client;

  /** Resets the latest run of a workflow to the end of one of its tasks. @param task from 0; -1 is the last. */
  async reset(workflowId: string, task: number): Promise<void> {
    const run = this.client.workflow.getHandle(workflowId);
    const { events } = await run.fetchHistory();
    const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
    const { runId } = await run.describe();
    await this.client.workflowService.resetWorkflowExecution({
      namespace: this.client.options.namespace,
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: tasks.at(task)?.eventId ?? null,
      requestId: randomUUID(),
      reason: 'a test',
    });
  }

  /** Waits until the index knows a workflow. */
  async indexes(workflowId: string): Promise<void> {
    const query = `WorkflowId = "${workflowId}"`;
    await until(async () => (await this.client.workflow.count(query)).count > 0);
  }

  /** Waits until a workflow is known. */
  async knows(workflowId: string): Promise<void> {
    await until(() => this.isKnown(workflowId));
  }

  private isKnown(workflowId: string): Promise<boolean> {
    const run = this.client.workflow.getHandle(workflowId);
    return run.describe().then(
      () => true,
      () => false,
    );
  }

  /**
   * Deletes a workflow, as retention does. A run that ended a moment ago is still being indexed: a server that deletes it then tries
   * again after pauses that grow to minutes.
   */
  async forget(workflowId: string): Promise<void> {
    await this.indexesEnd(workflowId);
    const { namespace } = this.client.options;
    await this.client.workflowService.deleteWorkflowExecution({
      namespace,
      workflowExecution: { workflowId },
    });
    await this.forgets(workflowId);
  }

  private async indexesEnd(workflowId: string): Promise<void> {
    const { status } = await this.client.workflow.getHandle(workflowId).describe();
    if (status.name === 'RUNNING') return;
    await this.indexes(workflowId);
    const open = `WorkflowId = "${workflowId}" AND ExecutionStatus = "Running"`;
    await until(async () => (await this.client.workflow.count(open)).count === 0);
  }

  /** Waits until a workflow is known no more. */
  async forgets(workflowId: string): Promise<void> {
    await until(async () => !(await this.isKnown(workflowId)));
  }
}
