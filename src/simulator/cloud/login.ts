import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import { buildScriptedReply } from '../wire/scripted-reply.js';
import { acceptedWrapper, failedWrapper } from '../wire/wrapper.js';
import type { Call } from './call.js';
import { readCountryHeader } from './call.js';
import { validateHeaders, refuseInvalid } from './authenticate.js';

/** `POST auth`, a form with `clientId` and `clientSecret` in any case. Contract §2. */
export function login(call: Call): Reply {
  const form = parseForm(call.text);
  const clientId = form.get('clientid') ?? '';
  call.entry.clientId = clientId;
  const client = call.world.access.client(clientId);
  const faults = validateHeaders(call, client?.country ?? readCountryHeader(call.headers));
  if (faults.length > 0) return refuseInvalid(call, faults);
  return replyFromScript(call, clientId) ?? checkCredentials(call, clientId, form.get('clientsecret') ?? '');
}

function parseForm(text: string): ReadonlyMap<string, string> {
  return new Map([...new URLSearchParams(text)].map(([name, value]) => [name.toLowerCase(), value]));
}

function replyFromScript(call: Call, clientId: string): Reply | undefined {
  const { scripts } = call.world;
  const rule = scripts.find('login', { clientId });
  if (rule?.script.auth === undefined) return undefined;
  scripts.consume(rule);
  call.entry.note = 'script: auth';
  const { auth } = rule.script;
  return buildScriptedReply(
    typeof auth === 'string' ? { reply: auth } : auth,
    'en',
    JSON.stringify(failedWrapper('LOGIN')),
  );
}

function checkCredentials(call: Call, clientId: string, clientSecret: string): Reply {
  const { access, behaviour } = call.world;
  if (behaviour.current.oneToken && access.client(clientId)?.clientSecret === clientSecret)
    access.revoke(clientId);
  const token = access.login(clientId, clientSecret);
  if (token === undefined) return jsonReply(failedWrapper('INVALID CREDENTIALS'));
  const seconds = Math.max(1, Math.floor(call.world.settings.tokenLifeMs / 1_000));
  return jsonReply(acceptedWrapper('LOGIN SUCCESSFUL', { token, expires_in: seconds }));
}
