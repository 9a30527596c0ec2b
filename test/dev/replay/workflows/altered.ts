import { proxyActivities, sleep } from '@temporalio/workflow';

interface TaskActivities {
  ask(question: string): Promise<string>;
  answer(question: string): Promise<string>;
}

const { ask, answer } = proxyActivities<TaskActivities>({ startToCloseTimeout: '5s' });

/** The same workflow after a careless change: its second activity is another one. */
export async function task(): Promise<string> {
  const first = await ask('first');
  await sleep(50);
  const second = await answer('second');
  return `${first} ${second}`;
}
