import { condition } from '@temporalio/workflow';
import type { IdPosTxs } from '../domain/ids.js';
import { mergeFindings } from '../domain/late-merge.js';
import { findProvenOutcome } from '../domain/proof.js';
import { movesMoney } from '../domain/transaction-type.js';
import type { Proof, Verdict } from '../domain/verdict.js';
import type { Announcer } from './announcer.js';
import { askGetnet } from './ask-getnet.js';
import type { Attempt } from './attempt.js';
import type { LateResultFinding, LateResultInput } from './late-result.messages.js';
import type { WorkflowClock } from './workflow-clock.js';

/** What came in, and how far its verification is. */
export interface LateNews {
  /** With what earlier news had come to. */
  input: LateResultInput;
  readonly attempt: Attempt;
  readonly clock: WorkflowClock;
  readonly announcer: Announcer;
  /** When the latest callback claimed that nothing was charged. */
  claimedReversalAtMs: number | undefined;
  /** When a callback first claimed that a number was approved; undefined for a callback without a number. */
  readonly claimedApprovalAtMs: Map<IdPosTxs | undefined, number>;
  /** So many callbacks came. */
  hints: number;
  /** So many of them had come when Getnet was asked last. */
  heeded: number;
}

/** What one answer of Getnet proved. */
export interface Answer {
  readonly verdict: Verdict;
  readonly number?: IdPosTxs | undefined;
}

/**
 * Asks about every number until it is known whether it charged, at most for as long as a person can wait. Once one is known to have
 * charged, the others have as long as a terminal may work on a command.
 */
export async function verify(news: LateNews): Promise<LateResultFinding> {
  const { input, attempt, clock } = news;
  const giveUpAtMs = clock.nowMs() + input.policy.limits.attentionAfter;
  const answers: Answers = { latest: [], charges: [], declined: undefined };
  while (clock.nowMs() < giveUpAtMs && !(answers.charges.length > 0 && attempt.schedule.isLifecycleOver)) {
    await waitForNextQuery(news);
    attempt.schedule.beginQuery();
    news.heeded = news.hints;
    for (const number of attempt.numbers) {
      if (answers.charges.some((charge) => charge.number === number)) continue;
      const charge = await askAbout(news, answers, number);
      if (charge && isOnlyCharge(news, answers)) return buildProof(input, charge);
    }
    const { charges, declined } = answers;
    if (charges.length > 0 && listOpen(news, answers).length === 0) break;
    if (declined && attempt.numbers.length === 0) return buildProof(input, declined);
    attempt.schedule.planNextQuery();
  }
  return mergeAnswers(news, answers);
}

/** What Getnet has answered so far. */
interface Answers {
  /** The latest about each number, the latest of all last. */
  latest: readonly Answer[];
  charges: readonly Answer[];
  declined: Answer | undefined;
}

/** @returns the proof that this number charged. */
async function askAbout(news: LateNews, answers: Answers, number: IdPosTxs): Promise<Answer | undefined> {
  const { input, attempt, clock } = news;
  const verdict = await askGetnet({ clock }, attempt.buildQuestion(number, input.policy), Infinity);
  answers.latest = [...answers.latest.filter((one) => one.number !== number), { verdict, number }];
  attempt.recordVerdict(number, verdict);
  const proof = findProvenOutcome(verdict, attempt.schedule)?.proof;
  if (proof === undefined || isLagging(news, number, proof)) return undefined;
  const proven = { verdict: proof, number };
  if (proof.kind === 'approved') {
    answers.charges = [...answers.charges, proven];
    return proven;
  }
  // One number charged nothing; a callback may name another that did.
  answers.declined = proven;
  attempt.markUncharged(number);
  return undefined;
}

function isOnlyCharge(news: LateNews, answers: Answers): boolean {
  if (answers.charges.length > 1) return false;
  return listOpen(news, answers).length === 0;
}

/** The numbers of which nobody knows yet whether they charged. */
function listOpen({ attempt }: LateNews, { charges }: Answers): readonly IdPosTxs[] {
  return attempt
    .listOpenBeside(undefined)
    .filter((number) => !charges.some((charge) => charge.number === number));
}

/** One finding of all that was answered: it names every number that charged, or may have. */
function mergeAnswers(news: LateNews, answers: Answers): LateResultFinding {
  const { input, attempt } = news;
  const { charges, latest } = answers;
  const open = charges.length > 0 ? listOpen(news, answers) : attempt.numbers;
  const unproven = open.map((number) => latest.find((one) => one.number === number) ?? buildSilent(number));
  const findings = [
    ...charges.map((charge) => buildProof(input, charge)),
    ...unproven.map((answer) => buildFinding(input, answer, 'unknown')),
  ];
  const [first = buildFinding(input, latest.at(-1) ?? buildSilent(), 'unknown'), ...more] = findings;
  return more.reduce<LateResultFinding>(
    (found, next) => ({ version: 1, ...mergeFindings(found, next, input.told) }),
    first,
  );
}

function buildSilent(number?: IdPosTxs): Answer {
  const cause = number ? 'Getnet was not asked about it yet' : 'no callback named a number to ask about';
  return { verdict: { kind: 'silent', cause }, number };
}

async function waitForNextQuery({ attempt, clock }: LateNews): Promise<void> {
  const waitMs = Math.max(attempt.schedule.nextQueryAtMs - clock.nowMs(), 1);
  const isDue = () => attempt.schedule.isDueNow;
  const summary = 'until the next status query';
  await clock.waitAtMost(waitMs, async () => !(await condition(isDue, waitMs, { summary })));
}

/**
 * The cloud learns a little later than the callback what the terminal did, and still says what it said before: within its first
 * window that is not the end.
 */
function isLagging(news: LateNews, number: IdPosTxs, { kind }: Proof): boolean {
  return kind === 'approved' ? isBehindReversal(news) : isBehindApproval(news, number);
}

/** A callback says that the terminal reversed an approved command. */
function isBehindReversal({ input: { policy }, claimedReversalAtMs, clock }: LateNews): boolean {
  if (claimedReversalAtMs === undefined) return false;
  return clock.nowMs() < claimedReversalAtMs + policy.limits.lifecycleWindow;
}

/** A callback says that the terminal approved after all. One that names no number may be about each. */
function isBehindApproval(
  { input: { policy }, claimedApprovalAtMs, clock }: LateNews,
  number: IdPosTxs,
): boolean {
  const claims = [claimedApprovalAtMs.get(number), claimedApprovalAtMs.get(undefined)];
  const { lifecycleWindow } = policy.limits;
  return claims.some((atMs) => atMs !== undefined && clock.nowMs() < atMs + lifecycleWindow);
}

/** A repeat of the claim makes nobody wait longer. */
export function noteClaimedApproval(
  { claimedApprovalAtMs, clock }: LateNews,
  number: IdPosTxs | undefined,
): void {
  if (!claimedApprovalAtMs.has(number)) claimedApprovalAtMs.set(number, clock.nowMs());
}

export function buildProof(input: LateResultInput, answer: Answer): LateResultFinding {
  const hasMoved = answer.verdict.kind === 'approved' && movesMoney(input.accepted.type);
  return buildFinding(input, answer, hasMoved ? 'yes' : 'no');
}

function buildFinding(
  { action }: LateResultInput,
  { verdict, number }: Answer,
  moneyMoved: LateResultFinding['moneyMoved'],
): LateResultFinding {
  return {
    version: 1,
    moneyMoved,
    verdict,
    foundAt: new Date().toISOString(),
    ...(number !== undefined && { idPosTxs: number }),
    ...(action !== undefined && { action }),
  };
}
