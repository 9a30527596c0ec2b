import { durationOr } from '../durations.js';
import { dressReply } from '../http/dress.js';
import { jsonText } from '../http/json-text.js';
import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Holds } from '../operations/holds.js';
import type { Operation } from '../operations/operation.js';
import { nameOf } from '../operations/operation.js';
import type { OwnReply } from '../scripts/script.js';
import { languageOf } from '../terminals/terminal.js';
import { pause } from '../timers.js';
import { acknowledgement } from '../wire/acknowledgement.js';
import { placeId } from '../wire/id-place.js';
import { outcomeWrapper } from '../wire/outcome-wrapper.js';
import { ownReply } from '../wire/own-reply.js';
import { say } from '../wire/wording.js';
import type { Wrapper } from '../wire/wrapper.js';
import { failed } from '../wire/wrapper.js';

/** The answer to a command that was started: the acknowledgement, or the held result, or what the script makes of it. */
export async function answerTo(operation: Operation, holds: Holds): Promise<Reply> {
  const script = operation.script.answer ?? {};
  if (script.lost === 'after_reading') return { kind: 'reset' };
  if (script.hang !== undefined) return { kind: 'hanging' };
  if (script.callbackFirst) await operation.called.reached;
  const wrapper = script.replaced && !needsTruth(script.replaced) ? undefined : await told(operation);
  if (script.held && !(await holds.wait(nameOf(operation), 'answer'))) return { kind: 'reset' };
  await pause(durationOr(script.delay, 0));
  if (operation.dropped || script.lost === 'instead_of_answer') return { kind: 'reset' };
  if (!wrapper || script.replaced) return replaced(operation, wrapper, script.replaced ?? {});
  return dressReply(json(placeId(wrapper, script.id)), script);
}

// What is cut short has to be the real answer; anything else may come before there is one.
function needsTruth(replaced: OwnReply): boolean {
  return replaced.reply === 'truncated' || replaced.reply === 'cut';
}

function replaced(operation: Operation, wrapper: Wrapper | undefined, own: OwnReply): Reply {
  const truth = jsonText(wrapper ?? null);
  return ownReply(own, languageOf(operation.terminal), truth) ?? { kind: 'reset' };
}

/** What the cloud says of itself: at once in async mode, at the terminal's end in sync mode. Contract §0.2. */
async function told(operation: Operation): Promise<Wrapper> {
  const script = operation.script.answer ?? {};
  if (operation.mode === 'async' || script.idOnly) return acknowledgement(operation);
  if (script.timeoutText === undefined) await operation.finished.reached;
  else await Promise.race([operation.finished.reached, operation.windowOver.reached]);
  if (operation.result) return outcomeWrapper(operation, 'answer', script.lie);
  const data = script.timeoutText === 'with_id' ? { idPosTxs: operation.idPosTxs } : null;
  return failed(say('timeout90s', languageOf(operation.terminal)), data);
}
