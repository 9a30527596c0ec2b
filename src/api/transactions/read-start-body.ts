import type { z } from 'zod';
import { currencyOf } from '../../domain/money.js';
import type { Country } from '../../domain/terminal.js';
import { givenOptions } from '../../getnet/countries/packs.js';
import type { CountrySettings } from '../../getnet/countries/pack.js';
import { amountFaults } from '../../getnet/countries/amounts.js';
import { problem } from '../problems/problem.js';
import type { Fault } from '../problems/problem.js';
import { requireOffered } from './operations.js';
import { HOLDS_A_CARD, bodySchemaFor, holdsNoCard } from './start-body.js';
import type { StartBody } from './start-body.js';

/** Where the caller's terminals are, and how amounts are written there. */
export interface Place {
  readonly country: Country;
  readonly settings: CountrySettings;
}

/**
 * @param body what the JSON said.
 * @throws Problem `unsupported-operation`; `invalid-request` that names every fault with its field.
 */
export function readStartBody(body: unknown, place: Place): StartBody {
  const type = isRecord(body) ? body['type'] : undefined;
  requireOffered(type, place.country);
  const parsed = bodySchemaFor(type, place.country).safeParse(body, { error: wording });
  const faults = [...(parsed.error?.issues ?? []).flatMap(faultsOf)];
  const named = new Set(faults.map(({ field }) => field));
  const others = [...sizeFaults(body, place), ...cardFaults(body)];
  faults.push(...others.filter(({ field }) => !named.has(field)));
  if (parsed.success && faults.length === 0) return parsed.data;
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  throw problem(
    'invalid-request',
    `${count}, named in "errors". Nothing was started; correct the body and repeat.`,
    {
      errors: faults,
    },
  );
}

const notYet: ReadonlyMap<string, string> = new Map([
  ['maxWait', 'comes with "onBusy": "wait", which is not offered yet: leave it out'],
  ['confirmWithin', 'is not offered yet: leave it out'],
]);

function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldOf(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({
    field: fieldOf([...issue.path, key]),
    message: notYet.get(fieldOf([...issue.path, key])) ?? 'is not a field of this request',
  }));
}

/** Said where the schema says nothing of its own. */
function wording(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is required';
  return issue.code === 'invalid_type' ? `must be ${aOrAn(issue.expected)}` : undefined;
}

function aOrAn(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Options are kept as well as sent. */
function cardFaults(body: unknown): readonly Fault[] {
  const options = isRecord(body) && isRecord(body['options']) ? Object.entries(body['options']) : [];
  const held = options.filter(([, value]) => typeof value === 'string' && !holdsNoCard(value));
  return held.map(([name]) => ({ field: fieldOf(['options', name]), message: HOLDS_A_CARD }));
}

/** What the country's wire cannot carry; judged apart, so that one answer names these faults too. */
function sizeFaults(body: unknown, { country, settings }: Place): readonly Fault[] {
  const fields = isRecord(body) ? body : {};
  const value = isRecord(fields['amount']) ? fields['amount']['value'] : undefined;
  if (typeof value !== 'number') return [];
  const options = givenOptions(isRecord(fields['options']) ? numbersIn(fields['options']) : {});
  const amount = { value, currency: currencyOf(country) };
  return amountFaults({ type: 'sale', amount, options, terminal: { country } }, settings);
}

function numbersIn(record: Readonly<Record<string, unknown>>): Readonly<Record<string, number | undefined>> {
  const entries = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : undefined,
  ]);
  return Object.fromEntries(entries);
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
