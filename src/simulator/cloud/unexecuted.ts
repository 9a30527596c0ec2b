import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { OwnReply, Script } from '../scripts/script.js';
import type { Station } from '../terminals/directory.js';
import { languageOf } from '../terminals/terminal.js';
import { ownReply } from '../wire/own-reply.js';
import { say } from '../wire/wording.js';
import { accepted, unauthorized } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';

/** What a script answers, or leaves unanswered, without the command being carried out; undefined if it is to be. */
export function unexecuted(call: ClientCall, station: Station, script: Script): Reply | undefined {
  const reply = refusal(call, station, script) ?? lostAnswer(station, script);
  if (reply) call.entry.note = 'script: not executed';
  return reply;
}

function refusal(call: ClientCall, station: Station, { refusal }: Script): Reply | undefined {
  if (refusal === undefined) return undefined;
  if (refusal === 'token_expired') {
    call.world.access.revoke(call.client.clientId);
    return json(unauthorized);
  }
  return replyOf(station, typeof refusal === 'string' ? { reply: refusal } : refusal);
}

function lostAnswer(station: Station, { answer }: Script): Reply | undefined {
  if (answer?.lost === 'before_reading') return { kind: 'closed' };
  if (answer?.lost === 'while_reading') return { kind: 'reset' };
  if (answer?.hang === 'not_executed') return { kind: 'hanging' };
  if (answer?.replaced?.executed === false) return replyOf(station, answer.replaced);
  return undefined;
}

function replyOf({ terminal }: Station, own: OwnReply): Reply | undefined {
  const language = languageOf(terminal);
  // Nothing ran, so what is cut short is an acknowledgement that never was.
  return ownReply(own, language, JSON.stringify(accepted(say('sent', language), { idPosTxs: 0 })));
}
