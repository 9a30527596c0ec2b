import { proxyActivities } from '@temporalio/workflow';

interface TaskActivities {
  ask(question: string): Promise<string>;
}

const { ask } = proxyActivities<TaskActivities>({ startToCloseTimeout: '5s' });

/** The same workflow after a careless change: it no longer pauses. */
export async function task(): Promise<string> {
  const first = await ask('first');
  const second = await ask('second');
  return `${first} ${second}`;
}
