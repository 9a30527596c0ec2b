import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { ScriptedReply, Script } from '../scripts/script.js';
import type { Station } from '../devices/directory.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import { buildScriptedReply } from '../wire/scripted-reply.js';
import { translate } from '../wire/wording.js';
import { acceptedWrapper, unauthorizedWrapper } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';

/** What a script answers, or leaves unanswered, without the command being carried out; undefined if it is to be. */
export function replyWithoutExecution(call: ClientCall, station: Station, script: Script): Reply | undefined {
  const reply = replyFromRefusal(call, station, script) ?? replyFromAnswerScript(station, script);
  if (reply) call.entry.note = 'script: not executed';
  return reply;
}

function replyFromRefusal(call: ClientCall, station: Station, { refusal }: Script): Reply | undefined {
  if (refusal === undefined) return undefined;
  if (refusal === 'token_expired') {
    call.world.access.revoke(call.client.clientId);
    return jsonReply(unauthorizedWrapper);
  }
  return renderScriptedReply(station, typeof refusal === 'string' ? { reply: refusal } : refusal);
}

function replyFromAnswerScript(station: Station, { answer }: Script): Reply | undefined {
  if (answer?.lost === 'before_reading') return { kind: 'closed' };
  if (answer?.lost === 'while_reading') return { kind: 'reset' };
  if (answer?.hang === 'not_executed') return { kind: 'hanging' };
  if (answer?.replaced?.executed === false) return renderScriptedReply(station, answer.replaced);
  return undefined;
}

function renderScriptedReply({ terminal }: Station, own: ScriptedReply): Reply | undefined {
  const language = getTerminalLanguage(terminal);
  // Nothing ran, so what is cut short is an acknowledgement that never was.
  return buildScriptedReply(
    own,
    language,
    JSON.stringify(acceptedWrapper(translate('sent', language), { idPosTxs: 0 })),
  );
}
