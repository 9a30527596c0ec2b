import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { IdPosTxs } from '../domain/ids.js';
import { BEING_VERIFIED, decideLate, findLateRefusal, isProven } from '../domain/late-decision.js';
import type { LateResolution, ReportedOutcome } from '../domain/late-result.js';
import type { ResolutionRefusal } from '../domain/resolution-refusals.js';
import { beginNewTask } from './answer-in-new-task.js';
import { decidedUpdate } from './late-result.messages.js';
import type {
  DecisionAnswer,
  DecisionRequest,
  LateResultFinding,
  LateResultInput,
} from './late-result.messages.js';
import { mergeNews } from './merge-news.js';
import type { WorkflowClock } from './workflow-clock.js';

/**
 * A run that takes decisions stays open for this long after the last one: whoever had read the finding before that decision
 * reaches this run, and not one that does not know of it.
 */
const STAYS_OPEN_MS = 60_000;
/** What was read earlier than this before the run began may be out of date. */
const MAX_FINDING_AGE_MS = 30_000;

interface PendingDecision {
  readonly request: DecisionRequest;
  answer?: DecisionAnswer;
}

/** Asks Getnet once about a number. @returns what that proved, merged with what was known. */
export type QueryOnce = (number: IdPosTxs) => Promise<LateResultFinding | undefined>;

/** Operators' decisions about late news. The workflow handles them one at a time. */
export class LateDecisions {
  finding: LateResultFinding;
  /** What the transaction tells, as the latest person has read it. */
  reported: ReportedOutcome;
  private isVerifying: boolean;
  private readonly waiting: PendingDecision[] = [];

  constructor(
    private readonly input: LateResultInput,
    private readonly clock: WorkflowClock,
  ) {
    this.isVerifying = input.isForDecision !== true;
    this.reported = input.told ?? { moneyMoved: 'unknown' };
    this.finding = input.before ?? {
      version: 1,
      moneyMoved: 'unknown',
      verdict: { kind: 'silent', cause: 'the news was not verified' },
      foundAt: new Date(clock.nowMs()).toISOString(),
      ...(input.action && { action: input.action }),
    };
  }

  /** While late news are being verified, a decision is refused at once. */
  register(): void {
    setHandler(
      decidedUpdate,
      async (request) => {
        this.clock.advance(request.at);
        const pending: PendingDecision = { request };
        this.waiting.push(pending);
        await condition(() => pending.answer !== undefined);
        await beginNewTask();
        return pending.answer ?? { kind: 'settled', finding: this.finding };
      },
      {
        description: 'A person decides about late news',
        validator: (_: DecisionRequest) => {
          if (this.isVerifying) throw ApplicationFailure.nonRetryable(BEING_VERIFIED, 'NotInAttention');
        },
      },
    );
  }

  get isAsked(): boolean {
    return this.waiting.length > 0;
  }

  beginVerifying(): void {
    this.isVerifying = true;
    upsertMemo({ before: this.finding, isForDecision: false });
  }

  endVerifying(finding: LateResultFinding): void {
    this.isVerifying = false;
    this.show(finding);
  }

  /** Where nothing is proven, Getnet is asked once more before the word counts. */
  async decidePending(numbers: readonly IdPosTxs[], ask: QueryOnce): Promise<void> {
    const pending = this.waiting.shift();
    if (pending === undefined) return;
    this.reported = pending.request.told;
    for (const number of numbers) {
      if (isProven(this.finding)) break;
      const asked = await ask(number);
      if (asked) this.show(mergeNews(this.finding, asked, this.reported));
    }
    pending.answer = this.judge(pending.request);
  }

  /** @returns whether the run may end: nobody speaks any more. */
  async waitForMore(hasNews: () => boolean): Promise<boolean> {
    const isNeeded = () => this.isAsked || hasNews();
    const wait = () => condition(isNeeded, STAYS_OPEN_MS, { summary: 'for what else a person says' });
    await this.clock.waitAtMost(STAYS_OPEN_MS, async () => !(await wait()));
    if (isNeeded()) return false;
    await condition(allHandlersFinished);
    return !isNeeded();
  }

  show(finding: LateResultFinding): void {
    this.finding = finding;
    upsertMemo({ before: finding, isForDecision: true });
  }

  private judge(request: DecisionRequest): DecisionAnswer {
    const refusal = this.findRefusal(request);
    if (refusal) return { kind: 'refused', refusal, finding: this.finding };
    const { amount } = this.input.accepted;
    const { secondActorAbove } = request;
    const terms = { nowMs: this.clock.nowMs(), secondActorAbove };
    const decided = decideLate(this.finding, toResolution(request), { amount, terms });
    this.show(decided);
    return { kind: decided.proposal ? 'proposed' : 'settled', finding: decided };
  }

  private findRefusal(request: DecisionRequest): ResolutionRefusal | undefined {
    const { accepted } = this.input;
    if (workflowInfo().startTime.getTime() - request.readAt > MAX_FINDING_AGE_MS)
      return { kind: 'NotInAttention', why: 'It was read too long ago. Read the list again.' };
    const late = {
      type: accepted.type,
      amount: accepted.amount,
      reported: request.told,
      finding: this.finding,
    };
    return findLateRefusal({ ...late, isBeingVerified: this.isVerifying }, request, this.clock.nowMs());
  }
}

function toResolution({ verdict, reason, evidence, actor, person, action }: DecisionRequest): LateResolution {
  return { verdict, reason, evidence, actor, action, ...(person !== undefined && { person }) };
}
