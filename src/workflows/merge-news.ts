import { patched } from '@temporalio/workflow';
import { mergeFindings, mergeFindingsAsBefore } from '../domain/late-merge.js';
import type { ReportedOutcome } from '../domain/late-result.js';
import type { LateResultFinding } from './late-result.messages.js';

/** Runs of before let an answer about one number hide what was found about another. */
export function keepsNumbersApart(): boolean {
  return patched('late-result-keeps-numbers-apart');
}

/** What is known after further news were verified. @param told what the transaction tells its caller. */
export function mergeNews(
  before: LateResultFinding | undefined,
  latest: LateResultFinding,
  told: ReportedOutcome | undefined,
): LateResultFinding {
  if (before === undefined) return latest;
  const merged = keepsNumbersApart()
    ? mergeFindings(before, latest, told)
    : mergeFindingsAsBefore(before, latest);
  return { version: 1, ...merged };
}
