import { proxyActivities, sleep } from '@temporalio/workflow';

interface TaskActivities {
  ask(question: string): Promise<string>;
}

const { ask } = proxyActivities<TaskActivities>({ startToCloseTimeout: '5s' });

/** The workflow as it was when its history was recorded. */
export async function task(): Promise<string> {
  const first = await ask('first');
  await sleep(50);
  const second = await ask('second');
  return `${first} ${second}`;
}
