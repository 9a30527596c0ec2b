import type { TransactionStory } from './transaction.story.js';

/** @returns what the transaction waits for, for whoever opens it in the Temporal UI. */
export function searchInWords(story: TransactionStory, wait: number): string {
  const until =
    wait === Infinity ? 'for as long as it takes' : `until ${clock(Date.now() + wait)} at the latest`;
  const number = story.snapshot.idPosTxs;
  if (story.snapshot.status === 'needs_attention') {
    return `**Needs a person.** ${story.snapshot.outcome.detail ?? ''} Money moved: unknown. Still waiting for a late answer, ${until}.`;
  }
  if (number === undefined) {
    return `The acknowledgement is lost, so only a callback can name the command. Waiting for it ${until}. Money moved: unknown.`;
  }
  return `Getnet has the command as ${number}. Waiting for its callback ${until}, then asking for the status. Money moved: unknown.`;
}

/** @returns how the transaction ended, for whoever opens it afterwards. */
export function endInWords({ snapshot }: TransactionStory): string {
  const { status, outcome } = snapshot;
  const by = outcome.evidence ?? outcome.reason ?? 'the first run';
  return `**${status}**, by ${by}. Money moved: ${outcome.moneyMoved}. ${outcome.warning ?? outcome.detail ?? ''}`.trim();
}

/** @returns why the search used up its budget. */
export function whyAPersonIsNeeded(story: TransactionStory): string {
  if (story.numbersToAsk.length === 0) {
    return 'Getnet’s number for this command was never learned: look the sale up at the terminal by its amount and time.';
  }
  const latest = story.snapshot.evidence.findLast(({ source }) => source === 'status_query');
  return `Getnet gave no final answer about ${story.numbersToAsk.join(', ')}; the latest: ${latest?.says ?? 'none'}. Check the terminal’s receipt.`;
}

function clock(epoch: number): string {
  return new Date(epoch).toISOString();
}
