import { proxyActivities } from '@temporalio/workflow';

const { post } = proxyActivities<{ post(customId: string): Promise<void> }>({
  startToCloseTimeout: '20s',
  retry: { maximumAttempts: 1 },
});

/** The baseline: one activity that makes one HTTP request, and nothing else. No key, no lock, no proof. */
export async function bare(customId: string): Promise<void> {
  await post(customId);
}
