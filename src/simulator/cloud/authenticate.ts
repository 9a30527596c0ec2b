import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { HeaderRule } from '../settings.js';
import type { Country } from '../terminals/terminal.js';
import { failedWrapper, unauthorizedWrapper } from '../wire/wrapper.js';
import type { Call, ClientCall } from './call.js';
import { readCountryHeader } from './call.js';

/** A refused payload. The text is not known: contract §8. */
export function refuseInvalid(call: Call, faults: readonly string[]): Reply {
  call.entry.note = faults.join('; ');
  return jsonReply(failedWrapper(`INVALID REQUEST: ${faults.join('; ')}`));
}

/**
 * The answer to a command that there is not, or not in this country. No source says what it gets: a text that matches
 * no row of the catalogue. Contract §8.
 */
export const unsupportedReply: Reply = jsonReply(failedWrapper('COMMAND NOT SUPPORTED'));

/** Accepts a call with a valid token and the right headers; refuses any other. */
export function authenticate(call: Call): ClientCall | Reply {
  const client = call.world.access.findClientByToken(readToken(call.headers));
  if (!client) {
    call.entry.note = 'token missing, unknown, expired or revoked';
    return jsonReply(unauthorizedWrapper);
  }
  call.entry.clientId = client.clientId;
  const country = client.country ?? readCountryHeader(call.headers);
  const faults = validateHeaders(call, country);
  return faults.length > 0 ? refuseInvalid(call, faults) : { ...call, client, country };
}

/** What is wrong with the headers `env`, `country` and `app`. Contract §1.3. */
export function validateHeaders(call: Call, country: Country | undefined): readonly string[] {
  const { headers } = call;
  const needed = areHeadersRequired(call.world.settings.requireHeaders, country);
  const missing = ['env', 'country', 'app'].filter((name) => needed && !headers[name]);
  return [
    ...missing.map((name) => `header ${name} is missing`),
    ...(headers.app !== undefined && headers.app !== 'posintegrado'
      ? ['header app must be posintegrado']
      : []),
    ...(isWrongCountry(headers, country) ? [`header country must be ${country?.toLowerCase()}`] : []),
  ];
}

function areHeadersRequired(rule: HeaderRule, country: Country | undefined): boolean {
  return rule === 'all' || (rule === 'ar' && country === 'AR');
}

function isWrongCountry(headers: IncomingHttpHeaders, country: Country | undefined): boolean {
  return headers.country !== undefined && country !== undefined && readCountryHeader(headers) !== country;
}

function readToken(headers: IncomingHttpHeaders): string {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}
