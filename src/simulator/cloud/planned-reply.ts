import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Operation } from '../operations/operation.js';
import type { Alteration, PlannedReply } from '../scripts/script.js';
import { bentReplies } from '../scripts/script.js';
import { languageOf } from '../terminals/terminal.js';
import type { Occasion } from '../wire/outcome-wrapper.js';
import { outcomeWrapper } from '../wire/outcome-wrapper.js';
import { ownReply } from '../wire/own-reply.js';
import { say } from '../wire/wording.js';
import { inProcess } from '../wire/wrapper.js';

/**
 * The next answer of a plan, used up as its `times` says; undefined when the plan is over and the truth is due.
 * One that bends the result waits, unused, until there is a result.
 */
export function plannedReply(
  operation: Operation,
  plan: PlannedReply[],
  occasion: Occasion,
): Reply | undefined {
  const [step] = plan;
  if (!step) return undefined;
  if (isBent(step) && !operation.result) return undefined;
  useUp(plan, step);
  return isBent(step) ? bentReply(operation, step, occasion) : plainReply(operation, step, occasion);
}

function isBent(step: PlannedReply): boolean {
  return bentReplies.some((name) => name === step.reply);
}

function useUp(plan: PlannedReply[], step: PlannedReply): void {
  if (step.times === 'always') return;
  const left = (step.times ?? 1) - 1;
  plan.splice(0, 1, ...(left > 0 ? [{ ...step, times: left }] : []));
}

function plainReply(operation: Operation, step: PlannedReply, occasion: Occasion): Reply | undefined {
  const language = languageOf(operation.terminal);
  const truth = operation.result
    ? outcomeWrapper(operation, occasion)
    : inProcess(say('inProcess', language));
  return ownReply(step, language, JSON.stringify(truth));
}

function bentReply(operation: Operation, step: PlannedReply, occasion: Occasion): Reply {
  const wrapper = outcomeWrapper(operation, occasion, bends[step.reply ?? '']?.(operation));
  return json(wrapper, step.reply === 'approved_http_500' ? 500 : 200);
}

const bends: Readonly<Record<string, (operation: Operation) => Alteration>> = {
  wrong_id: ({ idPosTxs }) => ({ idPosTxs: idPosTxs + 500_000 }),
  wrong_custom_id: () => ({ customId: 'ORD-7777' }),
  other_amount: ({ order }) => ({ amount: order.amount * 10 }),
  other_function_code: ({ command }) => ({ functionCode: command.code === 102 ? 100 : 102 }),
  no_authorization_code: () => ({ authorizationCode: null }),
  empty_authorization_code: () => ({ authorizationCode: '' }),
  no_response_code: () => ({ responseCode: null }),
  approved_http_500: () => ({ outcome: 'approved' }),
};
