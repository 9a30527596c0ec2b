import { applyDress } from '../http/dress.js';
import { stringifyJson } from '../http/json-text.js';
import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import type { PlannedReply } from '../scripts/script.js';
import { terminalLanguage } from '../terminals/terminal.js';
import { findAlteration } from '../wire/bends.js';
import type { ResultChannel } from '../wire/outcome-wrapper.js';
import { buildOutcome } from '../wire/outcome-wrapper.js';
import { buildScriptedReply } from '../wire/own-reply.js';
import { translate } from '../wire/wording.js';
import { inProcessWrapper } from '../wire/wrapper.js';
import { countStep, dropExpiredSteps } from './plan-steps.js';

/**
 * The next answer of a plan, used up as its `times` or `for` says; undefined when the plan is over and the truth is due.
 * One that bends the result waits, unused, until there is a result.
 */
export function takePlannedReply(
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
  return applyDress(jsonReply(buildOutcome(operation, occasion, bend), status), step);
}

function buildPlainReply(
  operation: Operation,
  step: PlannedReply,
  occasion: ResultChannel,
): Reply | undefined {
  const language = terminalLanguage(operation.terminal);
  const truth = operation.result
    ? buildOutcome(operation, occasion)
    : inProcessWrapper(translate('inProcess', language));
  return buildScriptedReply(step, language, stringifyJson(truth));
}
