import { z } from 'zod';
import { parseIdPosTxs } from '../../domain/ids.js';
import { isAbsent } from './json.js';
import { ignoreCase, parseJsonObject, unwrap, wireInt, wireText } from './fields.js';
import { readTerminalResult } from './terminal-result.js';
import type { WireResult } from './terminal-result.js';

/** An answer of Getnet, read as far as it can be: HTTP status and, where the body is a JSON object, its wrapper. */
export interface WireAnswer {
  readonly httpStatus: number;
  readonly wrapper?: WireWrapper;
}

/** Getnet's universal response wrapper (contract §3), whatever its shape and spelling. */
export interface WireWrapper {
  /** 0 error, 1 accepted or finished, 2 in process; undefined where it is no whole number. */
  readonly code?: number;
  readonly message: string;
  /** The distinct values found at the top, in `data` and in `data.response`; more than one is a contradiction. */
  readonly idPosTxs: readonly string[];
  readonly customId: readonly string[];
  /** Undefined where there is no payload: an error or *in process*. An acknowledgement has no content (`hasContent`). */
  readonly result?: WireResult;
}

const wrapper = ignoreCase({ code: wireInt, message: wireText, data: z.unknown() });
const payload = ignoreCase({ response: z.unknown() });
const identity = ignoreCase({ idPosTxs: z.unknown(), customId: z.unknown() });

/** Reads any text at all; never throws. */
export function readAnswer(httpStatus: number, body: string): WireAnswer {
  const object = parseJsonObject(body);
  return object === undefined ? { httpStatus } : { httpStatus, wrapper: readWrapper(object) };
}

function readWrapper(object: Readonly<Record<string, unknown>>): WireWrapper {
  const { code, message, data: enclosed } = wrapper.parse(object);
  const data = unwrap(enclosed);
  const response = unwrap(payload.parse(data).response);
  const names = [object, data, response].map((place) => identity.parse(place));
  const result = readTerminalResult(response ?? data);
  return {
    ...(Number.isInteger(code) && { code }),
    message: message ?? '',
    idPosTxs: listDistinct(names.map((name) => name.idPosTxs).map(asNumber)),
    customId: listDistinct(names.map((name) => name.customId).map(asText)),
    ...(result && { result }),
  };
}

function listDistinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

/** A number that cannot be one of Getnet's stays as it came, so that it contradicts ours instead of vanishing. */
function asNumber(value: unknown): string | undefined {
  return parseIdPosTxs(value) ?? asText(value);
}

function asText(value: unknown): string | undefined {
  if (isAbsent(value)) return undefined;
  return typeof value === 'object' ? 'unreadable' : String(value).trim();
}
