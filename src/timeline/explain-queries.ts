import type { DeviceAnswer, PromptAnswer, StatusAnswer } from '../activities/contract.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { cloud, device, joinParts, worker, workflowActor } from './entry.js';
import type { Actor, EventExplanation } from './entry.js';
import { describeAnswer, describeNumbers } from './explain-verdict.js';

/** What Getnet said to a status query of its cloud. */
export function explainStatusQuery(
  { result, failure, input }: Answer,
  context: RunContext,
): EventExplanation {
  const number = (input as Partial<StatusQuestion> | undefined)?.idPosTxs;
  if (failure !== undefined)
    return {
      actor: cloud,
      act: 'gave no readable answer to the status query',
      why: explainQuery(context),
      evidence: joinParts(number !== undefined && `number ${number}`, failure.words),
    };
  const { verdict, at } = result as StatusAnswer;
  return { ...explainVerdict(cloud, verdict, { number, why: explainQuery(context) }), atMs: at };
}

/** What the terminal said about a command. */
export function explainDeviceQuery({ result, failure, input }: Answer): EventExplanation {
  const number = (input as Partial<StatusQuestion> | undefined)?.idPosTxs;
  const why = 'the cloud said nothing final after the lifecycle, so the terminal was asked';
  if (failure !== undefined)
    return { actor: device, act: 'did not answer the query', why, evidence: failure.words };
  const { verdict, at } = result as DeviceAnswer;
  return { ...explainVerdict(device, verdict, { number, why }), atMs: at };
}

/** A status query right after a callback, which gives the terminal back on proof. */
export function explainPromptQuery(
  { result, failure }: Answer,
  context: RunContext,
): readonly EventExplanation[] {
  const why = explainQuery(context);
  if (failure !== undefined)
    return [
      { actor: cloud, act: 'gave no readable answer to the status query', why, evidence: failure.words },
    ];
  const answer = result as PromptAnswer;
  if (answer.kind === 'deferred')
    return [
      {
        actor: worker,
        act: 'did not ask Getnet in the same step',
        why: 'it has as many such queries under way as it takes; Getnet is asked the ordinary way',
      },
    ];
  const explanation = {
    ...explainVerdict(cloud, answer.verdict, { number: undefined, why }),
    atMs: answer.at,
  };
  const given = answer.isReleased ? explainGivenBack(context) : undefined;
  return given === undefined ? [explanation] : [explanation, { ...given, atMs: answer.at }];
}

/** The terminal is free for the next transaction. A lease that was given back before is not told again. */
export function explainGivenBack(context: RunContext): EventExplanation | undefined {
  const { workflowType, lease } = context;
  context.lease = undefined;
  if (lease === undefined) return undefined;
  return {
    actor: workflowActor(workflowType),
    act: 'gave the terminal back',
    why: 'it is known that the terminal is done with the command, so the next one may use it',
  };
}

interface Asked {
  readonly number: string | undefined;
  readonly why: string;
}

function explainVerdict(actor: Actor, verdict: Verdict, { number, why }: Asked): EventExplanation {
  const asked = actor === device ? 'query' : 'status query';
  return {
    actor,
    act: `answered the ${asked}: ${describeAnswer(verdict)}`,
    why,
    evidence: describeNumbers(verdict) ?? (number === undefined ? undefined : `number ${number}`),
  };
}

function explainQuery({ wokenBy }: RunContext): string {
  switch (wokenBy) {
    case 'callback':
      return 'a callback had come, and only the answer of a status query is proof';
    case 'timer':
      return 'it was time to ask, because no callback had reported the end';
    case undefined:
      return 'the outcome was not known yet';
  }
}
