import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import { ownReply } from '../wire/own-reply.js';
import { accepted, failed } from '../wire/wrapper.js';
import type { Call } from './call.js';
import { countryIn } from './call.js';
import { headerFaults, invalidRequest } from './gate.js';

/** `POST auth`, a form with `clientId` and `clientSecret` in any case. Contract §2. */
export function login(call: Call): Reply {
  const form = formOf(call.text);
  const clientId = form.get('clientid') ?? '';
  call.entry.clientId = clientId;
  const client = call.world.access.client(clientId);
  const faults = headerFaults(call, client?.country ?? countryIn(call.headers));
  if (faults.length > 0) return invalidRequest(call, faults);
  return scriptedLogin(call, clientId) ?? answer(call, clientId, form.get('clientsecret') ?? '');
}

function formOf(text: string): ReadonlyMap<string, string> {
  return new Map([...new URLSearchParams(text)].map(([name, value]) => [name.toLowerCase(), value]));
}

function scriptedLogin(call: Call, clientId: string): Reply | undefined {
  const { scripts } = call.world;
  const rule = scripts.find('login', { clientId });
  if (rule?.script.auth === undefined) return undefined;
  scripts.use(rule);
  call.entry.note = 'script: auth';
  const { auth } = rule.script;
  return ownReply(typeof auth === 'string' ? { reply: auth } : auth, 'en', JSON.stringify(failed('LOGIN')));
}

function answer(call: Call, clientId: string, clientSecret: string): Reply {
  const { access, manners } = call.world;
  if (manners.current.oneToken && access.client(clientId)?.clientSecret === clientSecret)
    access.revoke(clientId);
  const token = access.login(clientId, clientSecret);
  if (token === undefined) return json(failed('INVALID CREDENTIALS'));
  const seconds = Math.max(1, Math.floor(call.world.settings.tokenLife / 1_000));
  return json(accepted('LOGIN SUCCESSFUL', { token, expires_in: seconds }));
}
