import type { LeaseGrant } from '../activities/contract.js';
import { terminalIsToBeAsked } from '../domain/asking.js';
import type { IdPosTxs } from '../domain/ids.js';
import { Alarm } from './alarm.js';
import { askGetnet } from './ask-getnet.js';
import { askTerminal } from './ask-terminal.js';
import { searchInWords, whyAPersonIsNeeded } from './search-in-words.js';
import type { TransactionStory } from './transaction.story.js';

/**
 * Until it is proven how the command ended: a callback, a late answer or the time for the next status query wakes it, and
 * only the query's answer counts. Beyond its budget the transaction says so and keeps asking, rarely. Silence is never
 * read as a decline.
 */
export async function searchForOutcome(story: TransactionStory, terminal: LeaseGrant): Promise<void> {
  const alarm = new Alarm();
  while (!story.isSettled) {
    await wokenOrDue(story, alarm);
    if (story.isSettled) return;
    if (budgetLeft(story) <= 0) story.needsAttention(whyAPersonIsNeeded(story));
    if (untilNextAsk(story) <= 0) await askAboutEach(story, terminal);
  }
}

async function wokenOrDue(story: TransactionStory, alarm: Alarm): Promise<void> {
  const seen = story.newsCount;
  const wait = Math.min(untilNextAsk(story), untilAttention(story));
  if (wait <= 0) return;
  story.say(searchInWords(story, wait));
  const summary = story.numbersToAsk.length > 0 ? 'until the next status query' : 'until a person is needed';
  await alarm.ringsOr(() => story.newsCount > seen, wait, summary);
}

/** Milliseconds until the next status query: never, while there is no number to ask about. */
function untilNextAsk(story: TransactionStory): number {
  return story.numbersToAsk.length === 0 ? Infinity : story.clues.nextAskAt - Date.now();
}

function untilAttention(story: TransactionStory): number {
  return story.snapshot.status === 'needs_attention' ? Infinity : budgetLeft(story);
}

/** Milliseconds until a person is needed. */
function budgetLeft({ accepted, policy }: TransactionStory): number {
  return Date.parse(accepted.createdAt) + policy.limits.attentionAfter - Date.now();
}

async function askAboutEach(story: TransactionStory, terminal: LeaseGrant): Promise<void> {
  if (story.snapshot.status !== 'needs_attention') story.enter('verifying');
  const atOnce = story.clues.dueAtOnce;
  story.clues.beginAsking();
  for (const idPosTxs of [...story.numbersToAsk]) {
    // Our own number may have become known while another was asked about: then no other counts any more.
    if (story.isSettled || !story.numbersToAsk.includes(idPosTxs)) break;
    const idFromCallback = idPosTxs !== story.snapshot.idPosTxs;
    const inquiry = { idPosTxs, idFromCallback, atOnce, budgetLeft: untilAttention(story) };
    const verdict = await askGetnet(story, inquiry);
    story.clues.heard(verdict);
    story.weigh(verdict, 'status_query');
    if (!story.isSettled) await askSecondWitness(story, terminal, idPosTxs);
  }
  story.clues.planNextAsk();
}

/** Where the cloud knows nothing, the terminal may (contract §5.2). */
async function askSecondWitness(
  story: TransactionStory,
  terminal: LeaseGrant,
  idPosTxs: IdPosTxs,
): Promise<void> {
  if (!terminalIsToBeAsked(story.policy, story.clues.fruitless)) return;
  const verdict = await askTerminal(story, { first: terminal, idPosTxs });
  if (verdict) story.weigh(verdict, 'device_query');
}
