import { MockActivityEnvironment } from '@temporalio/testing';

/** Runs an activity as if a workflow run had asked for it. */
export function runActivityFor<T>(runId: string, activity: () => Promise<T>): Promise<T> {
  const workflowExecution = { workflowId: 'transaction/test', runId };
  return new MockActivityEnvironment({ workflowExecution }).run(activity);
}
