import { activityInfo, log } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import type { DeviceQueryOptions } from '../getnet/client.js';
import type {
  DeviceAnswer,
  Lease,
  LeaseRelease,
  PromptQueryActivities,
  QueryActivities,
  QueryAndRelease,
  Timed,
} from './contract.js';
import type { Dependencies } from './dependencies.js';
import { isLeaseRunning, releaseLease } from './standing-lease.js';
import { rejectEarlierNumber } from './number-history.js';

/** A prompt query holds a slot of workflow tasks: so many at a time, and so long at the most. */
const MAX_PROMPT_QUERIES = 20;
const PROMPT_QUERY_MS = 1_000;

/** Asks how a command ended: Getnet's cloud, which does not occupy the terminal, or the terminal itself (contract §5). */
export function queryActivities(deps: Dependencies): QueryActivities & PromptQueryActivities {
  const { getnet } = deps;
  let promptQueries = 0;
  return {
    async queryStatus(question) {
      const { verdict, retryAfterMs } = await getnet.status(question);
      if (verdict.kind === 'silent') throw buildSilentFailure(verdict, retryAfterMs);
      const ours = await rejectEarlierNumber(deps, question, verdict);
      return { verdict: reportContradiction(deps, question, ours), at: Date.now() };
    },
    queryDevice: (question, lease) => askDevice(deps, question, lease),
    async queryAndRelease({ question, release }) {
      if (promptQueries >= MAX_PROMPT_QUERIES) return { kind: 'deferred' };
      promptQueries += 1;
      try {
        const answer = await getnet.status(withShortTimeout(question));
        const verdict = await rejectEarlierNumber(deps, question, answer.verdict);
        reportContradiction(deps, question, verdict);
        const released = await releaseOnProof(deps, verdict, release);
        return { kind: 'answered', verdict, ...describeRelease(released), at: Date.now() };
      } finally {
        promptQueries -= 1;
      }
    },
  };
}

async function askDevice(
  deps: Dependencies,
  question: StatusQuestion,
  lease: Lease | undefined,
): Promise<DeviceAnswer> {
  const sendWindow = limitSendWindow(deps, question, lease);
  const { verdict: said, isRefused = false } = await deps.getnet.statusAtDevice(question, sendWindow);
  const verdict = await rejectEarlierNumber(deps, question, said).catch(toUnknownOwnerVerdict);
  reportContradiction(deps, question, verdict);
  const isOver = isRefused || said.kind !== 'silent';
  return { verdict, isOver, ...(isRefused && { isRefused }), at: Date.now() };
}

/** A worker that was paused meanwhile asks nothing: the time runs from the scheduling, and an answer comes before the lease ends. */
function limitSendWindow(
  deps: Dependencies,
  { policy }: StatusQuestion,
  lease: Lease | undefined,
): DeviceQueryOptions {
  const { getnetTimeout: sendWithin } = policy.limits;
  const latestMs = activityInfo().currentAttemptScheduledTimestampMs + sendWithin;
  if (lease === undefined) return { sendBy: latestMs, sendWithin };
  const sendBy = Math.min(latestMs, lease.until - sendWithin);
  return { sendBy, sendWithin, mayStillSend: () => isLeaseRunning(deps, lease) };
}

/** The terminal has answered, so it is not busy, although the owner of the answer is not known. */
function toUnknownOwnerVerdict(failure: unknown): Verdict {
  return {
    kind: 'silent',
    cause: `the owner of the number that the terminal named is not known: ${String(failure)}`,
  };
}

function withShortTimeout(question: StatusQuestion): StatusQuestion {
  const { policy } = question;
  const getnetTimeout = Math.min(policy.limits.getnetTimeout, PROMPT_QUERY_MS);
  return { ...question, policy: { ...policy, limits: { ...policy.limits, getnetTimeout } } };
}

function describeRelease(released: LeaseRelease | undefined) {
  return { isReleased: released !== undefined, ...(released === 'lost' && { isLeaseLost: true as const }) };
}

/** Only an answer that ends the question by itself; a lease that cannot be given back here is left to the workflow. */
async function releaseOnProof(
  deps: Dependencies,
  { kind }: Verdict,
  release: QueryAndRelease['release'],
): Promise<LeaseRelease | undefined> {
  if (release === undefined || (kind !== 'approved' && kind !== 'declined')) return undefined;
  try {
    return await releaseLease(deps, { ...release, proof: `${kind}, by status_query` });
  } catch (failure) {
    log.warn('a terminal could not be released with its proof; the workflow releases it', {
      failure: String(failure),
    });
    return undefined;
  }
}

function reportContradiction({ count }: Dependencies, question: StatusQuestion, verdict: Verdict): Verdict {
  if (verdict.kind === 'contradiction') {
    count('contradicting_answer');
    log.error('Getnet answered for another command: check the terminal', {
      customId: question.accepted.customId,
      idPosTxs: question.idPosTxs,
      fields: verdict.fields,
    });
  }
  return verdict;
}

/** Benign: asking again is all there is to do, and the transaction's own budget raises the alarm. */
function buildSilentFailure(
  { cause }: Extract<Verdict, { kind: 'silent' }>,
  retryAfterMs: number | undefined,
) {
  return ApplicationFailure.create({
    type: 'GetnetSilent',
    message: cause,
    details: [{ at: Date.now() } satisfies Timed],
    nextRetryDelay: retryAfterMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}
