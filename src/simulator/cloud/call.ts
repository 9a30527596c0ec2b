import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../http/body.js';
import { readDigits, parseObject } from '../http/body.js';
import type { RequestEntry } from '../ledger/entries.js';
import type { Country } from '../terminals/terminal.js';
import { countries } from '../terminals/terminal.js';
import type { World } from '../world.js';
import type { Client } from './access.js';

/** A request to the cloud, before anybody asked who sends it. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** Below the base path, lower case; `/api/posdata` lies beside it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, if it is a JSON object. */
  readonly body: JsonObject | undefined;
  readonly entry: RequestEntry;
}

/** A request of a known client. */
export interface ClientCall extends Call {
  readonly client: Client;
  /** The client's country, or what the header says; undefined where neither tells. */
  readonly country: Country | undefined;
}

/** Enters a request in the ledger, with whatever names in its body can be read. */
export function openCall(request: Omit<Call, 'body' | 'entry'>): Call {
  const body = parseObject(request.text);
  const { method, path } = request;
  const isStatusQuery = method === 'GET' && /^\d{1,20}$/.test(path);
  const entry = request.world.ledger.openRequest({
    method,
    path: isStatusQuery ? '{idPosTxs}' : path.slice(0, 64),
    ...(isStatusQuery ? { idPosTxs: path } : readNames(body, request.text)),
  });
  return { ...request, body, entry };
}

function readNames(body: JsonObject | undefined, text: string): Partial<RequestEntry> {
  const idPosTxs = body?.idPosTxs === undefined ? undefined : readDigits(text, 'idPosTxs');
  const named = ['customId', 'idTerminal', 'serialNumber'].flatMap((name) => {
    const value = body?.[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value).slice(0, 64)]] : [];
  });
  const amount = typeof body?.amount === 'number' ? { amount: body.amount } : {};
  return { ...Object.fromEntries(named), ...(idPosTxs !== undefined && { idPosTxs }), ...amount };
}

/** The country that the `country` header names, if it names one. */
export function readCountryHeader(headers: IncomingHttpHeaders): Country | undefined {
  const value = String(headers.country ?? '').toUpperCase();
  return countries.find((country) => country === value);
}
