import { dressReply } from '../http/dress.js';
import { jsonText } from '../http/json-text.js';
import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import type { PlannedReply } from '../scripts/script.js';
import { languageOf } from '../terminals/terminal.js';
import { bendOf } from '../wire/bends.js';
import type { Occasion } from '../wire/outcome-wrapper.js';
import { outcomeWrapper } from '../wire/outcome-wrapper.js';
import { ownReply } from '../wire/own-reply.js';
import { say } from '../wire/wording.js';
import { inProcess } from '../wire/wrapper.js';
import { countStep, dropOverSteps } from './plan-steps.js';

/**
 * The next answer of a plan, used up as its `times` or `for` says; undefined when the plan is over and the truth is due.
 * One that bends the result waits, unused, until there is a result.
 */
export function plannedReply(
  operation: Operation,
  plan: PlannedReply[],
  occasion: Occasion,
): Reply | undefined {
  dropOverSteps(operation, plan);
  const [step] = plan;
  if (!step) return undefined;
  const bend = bendOf(step, operation);
  if (bend && !operation.result) return undefined;
  countStep(operation, plan, step);
  if (!bend) return plainReply(operation, step, occasion);
  const status = step.reply === 'approved_http_500' ? 500 : (step.status ?? 200);
  return dressReply(json(outcomeWrapper(operation, occasion, bend), status), step);
}

function plainReply(operation: Operation, step: PlannedReply, occasion: Occasion): Reply | undefined {
  const language = languageOf(operation.terminal);
  const truth = operation.result
    ? outcomeWrapper(operation, occasion)
    : inProcess(say('inProcess', language));
  return ownReply(step, language, jsonText(truth));
}
