import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { HeaderRule } from '../settings.js';
import type { Country } from '../terminals/terminal.js';
import { failed, unauthorized } from '../wire/wrapper.js';
import type { Call, ClientCall } from './call.js';
import { countryIn } from './call.js';

/** A refused payload. The text is not known: contract §8. */
export function invalidRequest(call: Call, faults: readonly string[]): Reply {
  call.entry.note = faults.join('; ');
  return json(failed(`INVALID REQUEST: ${faults.join('; ')}`));
}

/**
 * The answer to a command that there is not, or not in this country. No source says what it gets: a text that matches
 * no row of the catalogue. Contract §8.
 */
export const unsupported: Reply = json(failed('COMMAND NOT SUPPORTED'));

/** Lets a call with a valid token and the right headers in; anything else gets its refusal. */
export function enter(call: Call): ClientCall | Reply {
  const client = call.world.access.bearer(tokenIn(call.headers));
  if (!client) {
    call.entry.note = 'token missing, unknown, expired or revoked';
    return json(unauthorized);
  }
  call.entry.clientId = client.clientId;
  const country = client.country ?? countryIn(call.headers);
  const faults = headerFaults(call, country);
  return faults.length > 0 ? invalidRequest(call, faults) : { ...call, client, country };
}

/** What is wrong with the headers `env`, `country` and `app`. Contract §1.3. */
export function headerFaults(call: Call, country: Country | undefined): readonly string[] {
  const { headers } = call;
  const needed = isNeeded(call.world.settings.requireHeaders, country);
  const missing = ['env', 'country', 'app'].filter((name) => needed && !headers[name]);
  return [
    ...missing.map((name) => `header ${name} is missing`),
    ...(headers.app !== undefined && headers.app !== 'posintegrado'
      ? ['header app must be posintegrado']
      : []),
    ...(isForeign(headers, country) ? [`header country must be ${country?.toLowerCase()}`] : []),
  ];
}

function isNeeded(rule: HeaderRule, country: Country | undefined): boolean {
  return rule === 'all' || (rule === 'ar' && country === 'AR');
}

function isForeign(headers: IncomingHttpHeaders, country: Country | undefined): boolean {
  return headers.country !== undefined && country !== undefined && countryIn(headers) !== country;
}

function tokenIn(headers: IncomingHttpHeaders): string {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}
