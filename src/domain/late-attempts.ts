import { isWaiting } from './late-decision.js';
import type { LateCase } from './late-decision.js';
import { chooseContradiction, findLateContradiction } from './late-result.js';

/** Late news about one attempt. */
interface AttemptNews {
  readonly late: LateCase;
}

/**
 * Those that wait for a person first, and of them the one that the transaction shows: what a person reads is what a person decides about.
 *
 * @param known news about several attempts, each about its own command.
 */
export function sortLateNews<News extends AttemptNews>(known: readonly News[]): readonly News[] {
  const shown = findShown(known);
  const rank = (news: News) => (waitsForPerson(news) ? 0 : 2) + (news === shown ? 0 : 1);
  return known.toSorted((one, other) => rank(one) - rank(other));
}

/** Whether the news wait for a person. */
export function waitsForPerson({ late: { finding, reported } }: AttemptNews): boolean {
  return isWaiting(finding, reported);
}

function findShown<News extends AttemptNews>(known: readonly News[]): News | undefined {
  const contradictions = known.flatMap((news) => {
    const { finding, reported } = news.late;
    const late = finding && findLateContradiction(reported, finding);
    return late ? [{ ...late, news }] : [];
  });
  return chooseContradiction(contradictions)?.news;
}
