/** What no later answer may contradict. A list of its own: a judge does not take its measure from what it judges. */
const finals: readonly unknown[] = ['approved', 'declined', 'not_sent', 'completed', 'reversed'];

export function isFinal(status: unknown): boolean {
  return finals.includes(status);
}

/** Nothing more comes by itself: it is final, or waits for a person. */
export function hasEnded(status: unknown): boolean {
  return isFinal(status) || status === 'needs_attention' || status === 'reversal_failed';
}
