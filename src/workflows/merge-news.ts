import { mergeFindings } from '../domain/late-merge.js';
import type { ReportedOutcome } from '../domain/late-result.js';
import type { LateResultFinding } from './late-result.messages.js';

/** What is known after further news were verified. @param reported what the transaction tells its caller. */
export function mergeNews(
  before: LateResultFinding | undefined,
  latest: LateResultFinding,
  reported: ReportedOutcome | undefined,
): LateResultFinding {
  if (before === undefined) return latest;
  return { version: 1, ...mergeFindings(before, latest, reported) };
}
