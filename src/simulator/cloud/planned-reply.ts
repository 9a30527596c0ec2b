import { applyEncoding } from '../http/body-encoding.js';
import { stringifyJson } from '../http/body.js';
import { jsonReply } from '../http/reply.js';
import type { Reply } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import type { PlannedReply, StepMoment, Alteration } from '../scripts/script.js';
import { durationOr } from '../settings.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { buildOutcome } from '../wire/outcome-wrapper.js';
import type { ResultChannel } from '../wire/outcome-wrapper.js';
import { buildScriptedReply } from '../wire/scripted-reply.js';
import { translate } from '../wire/wording.js';
import { inProcessWrapper } from '../wire/wrapper.js';

/**
 * The next answer of a plan, used up as its `times` or `for` says; undefined when the plan is over and the truth is due.
 * One that bends the result waits, unused, until there is a result.
 */
export function dequeuePlannedReply(
  operation: Operation,
  plan: PlannedReply[],
  occasion: ResultChannel,
): Reply | undefined {
  dropExpiredSteps(operation, plan);
  const [step] = plan;
  if (!step) return undefined;
  const bend = findAlteration(step, operation);
  if (bend && !operation.result) return undefined;
  countStep(operation, plan, step);
  if (!bend) return buildPlainReply(operation, step, occasion);
  const status = step.reply === 'approved_http_500' ? 500 : (step.status ?? 200);
  return applyEncoding(jsonReply(buildOutcome(operation, occasion, bend), status), step);
}

function buildPlainReply(
  operation: Operation,
  step: PlannedReply,
  occasion: ResultChannel,
): Reply | undefined {
  const language = getTerminalLanguage(operation.terminal);
  const truth = operation.result
    ? buildOutcome(operation, occasion)
    : inProcessWrapper(translate('inProcess', language));
  return buildScriptedReply(step, language, stringifyJson(truth));
}

/** Takes the steps off whose time is over. */
function dropExpiredSteps(operation: Operation, plan: PlannedReply[]): void {
  const isFirstExpired = ([step]: readonly PlannedReply[]): boolean =>
    step?.for !== undefined && hasExpired(operation, step, step.for);
  while (isFirstExpired(plan)) plan.shift();
}

/** Counts that a step was given, if it is counted already; the last time takes it off. */
function countStep(operation: Operation, plan: PlannedReply[], step: PlannedReply): void {
  if (step.times === 'always' || step.for !== undefined) return;
  if (findStartMs(operation, step.after ?? 'start') === undefined) return;
  const left = (step.times ?? 1) - 1;
  plan.splice(0, 1, ...(left > 0 ? [{ ...step, times: left }] : []));
}

function hasExpired(operation: Operation, { after = 'start' }: PlannedReply, lasts: string): boolean {
  const beginning = findStartMs(operation, after);
  return beginning !== undefined && Date.now() >= beginning + durationOr(lasts, 0);
}

/** Undefined for what has not happened yet. */
function findStartMs(
  { startedAtMs, result, callbackAtMs }: Operation,
  moment: StepMoment,
): number | undefined {
  switch (moment) {
    case 'start':
      return startedAtMs;
    case 'end':
      return result?.atMs;
    case 'callback':
      return callbackAtMs;
  }
}

/** How a step bends the result; undefined for one that answers something else instead. */
function findAlteration({ lie, reply }: PlannedReply, operation: Operation): Alteration | undefined {
  const named = reply === undefined ? undefined : alterations[reply]?.(operation);
  return named || lie ? { ...named, ...lie } : undefined;
}

const alterations: Readonly<Record<string, (operation: Operation) => Alteration>> = {
  wrong_id: ({ idPosTxs }) => ({ idPosTxs: Number(idPosTxs) + 500_000 }),
  wrong_custom_id: () => ({ customId: 'ORD-7777' }),
  other_amount: ({ order }) => ({ amount: order.amount * 10 }),
  other_function_code: ({ command }) => ({ functionCode: command.code === 102 ? 100 : 102 }),
  no_authorization_code: () => ({ authorizationCode: null }),
  empty_authorization_code: () => ({ authorizationCode: '' }),
  no_response_code: () => ({ responseCode: null }),
  no_names: () => ({ without: ['idPosTxs', 'customId'] }),
  approved_http_500: () => ({ outcome: 'approved' }),
};
