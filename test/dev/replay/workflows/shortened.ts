import { proxyActivities } from '@temporalio/workflow';

interface Asking {
  ask(question: string): Promise<string>;
}

const { ask } = proxyActivities<Asking>({ startToCloseTimeout: '5s' });

/** The same workflow after a careless change: it no longer pauses. */
export async function errand(): Promise<string> {
  const first = await ask('first');
  const second = await ask('second');
  return `${first} ${second}`;
}
