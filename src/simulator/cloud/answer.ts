import { durationOr } from '../settings.js';
import { applyEncoding } from '../http/body-encoding.js';
import { stringifyJson } from '../http/body.js';
import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Holds } from '../operations/holds.js';
import type { Operation } from '../operations/operation.js';
import { getOperationName } from '../operations/operation.js';
import type { ScriptedReply } from '../scripts/script.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { pause } from '../timers.js';
import { buildAcknowledgement } from '../wire/acknowledgement.js';
import { placeId, buildScriptedReply } from '../wire/scripted-reply.js';
import { buildOutcome } from '../wire/outcome-wrapper.js';
import { translate } from '../wire/wording.js';
import type { Wrapper } from '../wire/wrapper.js';
import { failedWrapper } from '../wire/wrapper.js';

/** The answer to a command that was started: the acknowledgement, or the held result, or what the script makes of it. */
export async function answerCommand(operation: Operation, holds: Holds): Promise<Reply> {
  const script = operation.script.answer ?? {};
  if (script.lost === 'after_reading') return { kind: 'reset' };
  if (script.hang !== undefined) return { kind: 'hanging' };
  if (script.callbackFirst) await operation.callbackTried.reached;
  const wrapper = script.replaced && !needsTruth(script.replaced) ? undefined : await buildAnswer(operation);
  if (script.held && !(await holds.waitForRelease(getOperationName(operation), 'answer')))
    return { kind: 'reset' };
  await pause(durationOr(script.delay, 0));
  if (operation.isDropped || script.lost === 'instead_of_answer') return { kind: 'reset' };
  if (!wrapper || script.replaced) return buildReplacement(operation, wrapper, script.replaced ?? {});
  return applyEncoding(jsonReply(placeId(wrapper, script.id)), script);
}

// What is cut short has to be the real answer; anything else may come before there is one.
function needsTruth(own: ScriptedReply): boolean {
  return own.reply === 'truncated' || own.reply === 'cut';
}

function buildReplacement(operation: Operation, wrapper: Wrapper | undefined, own: ScriptedReply): Reply {
  const truth = stringifyJson(wrapper ?? null);
  return buildScriptedReply(own, getTerminalLanguage(operation.terminal), truth) ?? { kind: 'reset' };
}

/** What the cloud says of itself: at once in async mode, at the terminal's end in sync mode. Contract §0.2. */
async function buildAnswer(operation: Operation): Promise<Wrapper> {
  const script = operation.script.answer ?? {};
  if (operation.mode === 'async' || script.idOnly) return buildAcknowledgement(operation);
  if (script.timeoutText === undefined) await operation.ended.reached;
  else await Promise.race([operation.ended.reached, operation.windowEnded.reached]);
  if (operation.result) return buildOutcome(operation, 'answer', script.lie);
  const data = script.timeoutText === 'with_id' ? { idPosTxs: operation.idPosTxs } : null;
  return failedWrapper(translate('timeout90s', getTerminalLanguage(operation.terminal)), data);
}
