import type { Holder } from '../../domain/snapshot.js';
import { problem, withHeaders } from './problem.js';
import type { Problem, ProblemExtras } from './problem.js';

/** A sale lasts half a minute: asking again sooner than the last moment is worth it. */
const MAX_PAUSE_SECONDS = 15;

/** Who has a terminal, as the caller may know it. */
export interface Busy {
  readonly terminalId: string;
  /** Whose request is refused. */
  readonly merchant: string;
  readonly holder: Pick<Holder, 'until'> & Partial<Holder>;
}

/** The answer to a request for a terminal that is taken; another merchant's transaction is never named. */
export function terminalBusyProblem(
  { terminalId, merchant, holder }: Busy,
  extras: ProblemExtras = {},
): Problem {
  const own = holder.merchant === merchant ? holder.transactionId : undefined;
  const detail =
    `${own ?? 'Another operation'} has ${terminalId}, until ${holder.until} at the latest. ` +
    'Nothing was sent; repeat with the same key after Retry-After.';
  const facts = { ...extras, busyUntil: holder.until, ...(own !== undefined && { holder: own }) };
  return withHeaders(problem('terminal-busy', detail, facts), {
    'retry-after': String(computePauseSeconds(holder.until)),
  });
}

function computePauseSeconds(moment: string): number {
  const seconds = Math.ceil((Date.parse(moment) - Date.now()) / 1_000);
  return Math.min(Math.max(seconds, 1), MAX_PAUSE_SECONDS);
}
