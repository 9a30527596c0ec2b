import { CancellationScope, setHandler, upsertMemo, workflowInfo } from '@temporalio/workflow';
import { findLateContradiction } from '../domain/late-result.js';
import { findProvenOutcome } from '../domain/proof.js';
import { announceLate } from '../domain/webhook-announcement.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Proof } from '../domain/verdict.js';
import { Announcer } from './announcer.js';
import { lateHintProxy } from './activity-proxies.js';
import { askGetnet } from './ask-getnet.js';
import { Attempt } from './attempt.js';
import { hintArrivedSignal } from './late-result.messages.js';
import type { LateResultFinding, LateResultInput } from './late-result.messages.js';
import { LateDecisions } from './late-decisions.js';
import { mergeNews } from './merge-news.js';
import { isUndoDue, undoLateCharge } from './undo-late-charge.js';
import { buildProof, noteClaimedApproval, verify } from './verify-late-news.js';
import type { LateNews } from './verify-late-news.js';
import { WorkflowClock } from './workflow-clock.js';

/**
 * News came for a transaction that no longer runs and does not agree with it: a callback, or the answer of a dispatch. It is
 * kept here first, then verified by a status query like any other; the finding stays with this run. A later callback starts
 * the next run, which knows what this one found. Where the merchant's policy is to undo, a charge that the shop was not told of is
 * given back.
 */
export async function lateResult(input: LateResultInput): Promise<LateResultFinding> {
  const clock = new WorkflowClock(workflowInfo().startTime.getTime());
  const attempt = new Attempt(input.accepted, input.policy.limits, clock);
  nameNumbers(attempt, input);
  const announcer = new Announcer(input.announces);
  const news: LateNews = {
    input,
    attempt,
    clock,
    announcer,
    claimedReversalAtMs: undefined,
    claimedApprovalAtMs: new Map(),
    hints: 0,
    heeded: 0,
  };
  setHandler(hintArrivedSignal, (hint) => {
    clock.advance(hint.at);
    attempt.recordCallback(hint);
    if (hint.claims === 'declined') news.claimedReversalAtMs = clock.nowMs();
    if (hint.claims === 'approved') noteClaimedApproval(news, hint.idPosTxs);
    news.hints += 1;
  });
  const decisions = new LateDecisions(input, clock);
  decisions.register();
  const settleNews = () => (input.isForDecision ? settleByPerson(news, decisions) : settle(news));
  return CancellationScope.nonCancellable(() =>
    isBehindAnother(input) ? recall(news, decisions).then(settleNews) : settleNews(),
  );
}

/** Another run was to take the news, and ended before they reached it: this run was started without what that one found. */
function isBehindAnother({ openRunId }: LateResultInput): boolean {
  return openRunId !== undefined && openRunId !== workflowInfo().runId;
}

async function recall(news: LateNews, decisions: LateDecisions): Promise<void> {
  const { input } = news;
  const { accepted, openRunId: runId } = input;
  if (runId === undefined) return;
  const { finding } = await lateHintProxy.recallFinding({ customId: accepted.customId, runId });
  if (finding === undefined) return;
  news.input = { ...input, before: finding };
  decisions.finding = finding;
  upsertMemo({ before: finding });
  nameNumbers(news.attempt, news.input);
}

/** Whose acknowledgement it was. A person who decides about another number has that asked about, and only an answer that names us counts. */
function nameNumbers(
  attempt: Attempt,
  { accepted: { customId }, idPosTxs, ...input }: LateResultInput,
): void {
  if (idPosTxs) attempt.recordDispatch({ kind: 'acknowledged', idPosTxs });
  else if (input.isForDecision && input.before?.idPosTxs)
    attempt.recordCallback({
      version: 1,
      customId,
      digest: `the finding about ${input.before.idPosTxs}`,
      claims: 'nothing',
      idPosTxs: input.before.idPosTxs,
    });
}

/** A person decides about what is known; news that come meanwhile are verified first, as ever. */
async function settleByPerson(news: LateNews, decisions: LateDecisions): Promise<LateResultFinding> {
  const { input, attempt, clock } = news;
  for (let verified = 0; ;) {
    const { finding, reported } = decisions;
    if (news.hints > verified) {
      verified = news.hints;
      decisions.beginVerifying();
      const latest = mergeNews(finding, await verify(news), reported);
      decisions.endVerifying(latest);
      if (isNew(finding, latest)) await announceNews(news, finding, latest);
    } else if (finding.undo === undefined && isUndoDue({ ...input, told: reported }, finding)) {
      decisions.show(await undoLateCharge({ input, found: finding, clock }));
    } else if (decisions.isAsked) {
      await decisions.decidePending(attempt.numbers, (number) => askOnce(news, number));
    } else if (await decisions.waitForMore(() => news.hints > verified)) return finding;
  }
}

/** Money moved, or not, other than was known, or another number charged. */
function isNew(before: LateResultFinding, latest: LateResultFinding): boolean {
  if (latest.moneyMoved !== before.moneyMoved) return true;
  const countCharges = ({ alsoCharged = [] }: LateResultFinding) => alsoCharged.length;
  const isOther = latest.idPosTxs !== before.idPosTxs || countCharges(latest) > countCharges(before);
  return latest.moneyMoved === 'yes' && isOther;
}

async function askOnce({ input, attempt, clock }: LateNews, number: IdPosTxs) {
  const verdict = await askGetnet({ clock }, attempt.buildQuestion(number, input.policy), Infinity);
  attempt.recordVerdict(number, verdict);
  const proof = findProvenOutcome(verdict, attempt.schedule)?.proof;
  return proof && buildProof(input, { verdict: proof, number });
}

async function settle(news: LateNews): Promise<LateResultFinding> {
  const { input } = news;
  let found = await updateFinding(news, input.before, input.proof);
  // A callback that came while Getnet was being asked may say that the charge is gone.
  while (hasUnverifiedCallback(news)) found = await updateFinding(news, found);
  if (!isUndoDue(input, found)) return found;
  news.heeded = news.hints;
  let latest = await undoLateCharge({ input, found, clock: news.clock });
  while (hasUnverifiedCallback(news)) latest = await updateFinding(news, latest);
  return latest;
}

/** Asks Getnet, and says what is known now. @param proof what came without asking. */
async function updateFinding(
  news: LateNews,
  before: LateResultFinding | undefined,
  proof?: Proof,
): Promise<LateResultFinding> {
  const latest = proof ? recordAnswer(news, proof) : await verify(news);
  const found = mergeNews(before, latest, news.input.told);
  await announceNews(news, before, found);
  return found;
}

/** The answer of our own command, which nobody was there to take: proof like any other. It came as the first news. */
function recordAnswer(news: LateNews, proof: Proof): LateResultFinding {
  news.heeded = 1;
  return { ...buildProof(news.input, { verdict: proof }), evidence: 'sync_response' };
}

/** A callback came since Getnet was asked, and there is a number to ask about. */
function hasUnverifiedCallback({ hints, heeded, attempt }: LateNews): boolean {
  return hints > heeded && attempt.numbers.length > 0;
}

/**
 * Tells of what contradicts the outcome, and where nothing does any more of that. What is known already has been announced: the event has
 * the time of the finding in its name.
 */
async function announceNews(
  { input, announcer }: LateNews,
  before: LateResultFinding | undefined,
  found: LateResultFinding,
): Promise<void> {
  const { accepted, announces, told: reported } = input;
  if (!announces || !reported || found.foundAt === input.before?.foundAt) return;
  const late = findLateContradiction(reported, found);
  const isTakenBack = !late && before && findLateContradiction(reported, before);
  if (late || isTakenBack) await announcer.announce(announceLate(accepted, { at: found.foundAt, late }));
}
