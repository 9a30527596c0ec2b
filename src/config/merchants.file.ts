import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { outlineOf } from './merchants.outline.js';
import { misfits, missingSecrets } from './merchants.rules.js';
import type { MerchantsContext } from './merchants.rules.js';
import { merchantsSchema } from './merchants.schema.js';
import type { MerchantsDocument } from './merchants.schema.js';
import { reasonOf } from './read-failure.js';
import type { SecretSource } from './secrets.js';
import { twinsIn } from './twins.js';

/** A merchants file that can be used, or everything that is wrong with it. */
export interface MerchantsReading {
  readonly document: MerchantsDocument | undefined;
  readonly faults: readonly string[];
  /** The countries it names, supported or not. */
  readonly countries: readonly string[];
  readonly secrets: SecretSource;
}

/** Reads the merchants file as a whole; each fault begins with the file's name and the place in it. */
export function checkMerchants(context: MerchantsContext, variables: NodeJS.ProcessEnv): MerchantsReading {
  const file = context.MERCHANTS_FILE;
  const secrets: SecretSource = { variables, folder: dirname(resolve(file)) };
  const json = readJson(file);
  if (json.kind === 'fault')
    return { document: undefined, faults: [`MERCHANTS_FILE ${file} ${json.fault}`], countries: [], secrets };
  const outline = outlineOf(json.value);
  const parsed = merchantsSchema.safeParse(json.value);
  const faults = [
    ...(parsed.error?.issues ?? []).map(faultOf),
    ...twinsIn(outline),
    ...misfits(outline, context),
    ...missingSecrets(outline, secrets),
  ].map((fault) => `MERCHANTS_FILE ${file} ${fault}`);
  const countries = outline.merchants.flatMap(({ country }) => country ?? []);
  return { document: faults.length === 0 ? parsed.data : undefined, faults, countries, secrets };
}

type Json =
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'fault'; readonly fault: string };

function readJson(file: string): Json {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { kind: 'fault', fault: `cannot be read (${reasonOf(error)}); looked in ${process.cwd()}` };
  }
  try {
    return { kind: 'json', value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { kind: 'fault', fault: `is not JSON (${placeOf(error, text)})` };
  }
}

/** The parser's own words quote the file, which may hold a secret put there by mistake. */
function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  if (position === undefined) return '`jq empty` on it shows where';
  const before = text.slice(0, Number(position)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function faultOf({ path, message }: z.core.$ZodIssue): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place === '' ? message : `${place.slice(1)}: ${message}`;
}
