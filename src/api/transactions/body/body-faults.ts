import { z } from 'zod';
import { findCurrency } from '../../../domain/money.js';
import type { TransactionType } from '../../../domain/transaction-type.js';
import { findAmountFaults } from '../../../getnet/countries/amounts.js';
import { pickGivenOptions } from '../../../getnet/countries/countries.js';
import type { Fault } from '../../problems/problem.js';
import { describeIssue } from './fault-words.js';
import type { Place } from './body-fields.js';
import type { OperationBody } from './start-body.js';
import { isEan13 } from '../../../getnet/countries/fields.js';
import { HOLDS_A_CARD, holdsNoCard } from './body-fields.js';

/** What the words of a fault depend on. */
export interface Asked {
  /** Undefined: none of ours. */
  readonly type: TransactionType | undefined;
  readonly operation: OperationBody | undefined;
}

/** A fault for each field that one of zod's issues is about. */
export function toFaults(issue: z.core.$ZodIssue, asked: Asked): readonly Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: toFieldPath(issue.path), message: issue.message }];
  return issue.keys.map((key) => {
    const field = toFieldPath([...issue.path, key]);
    return { field, message: describeUnknownField(field, asked) };
  });
}

function describeUnknownField(field: string, { operation }: Asked): string {
  if (operation?.kind === 'undo' && operation.numbers.some((name) => field === `options.${name}`))
    return 'is known from the sale that originalTransactionId names: leave out one of the two';
  if (operation?.kind === 'undo' && field === 'amount')
    return 'is not accepted: a void gives the whole sale back, and a return gives a part of it';
  const [options, name] = field.split('.');
  if (operation && options === 'options' && listFields(operation).includes(name ?? ''))
    return 'is no option: put it beside options';
  return 'is not a field of this request';
}

function listFields(operation: OperationBody): readonly string[] {
  const schema = operation.kind === 'one' ? operation.schema : operation.ofOurs;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Said where the schema says nothing of its own; never in zod's words. */
export function createErrorMap({ operation }: Asked): (issue: z.core.$ZodRawIssue) => string {
  return (issue) => {
    if (issue.input === undefined)
      return toFieldPath(issue.path ?? []) === 'originalTransactionId' && operation?.kind === 'undo'
        ? `is required: the id of the sale. For a sale that was made elsewhere give ${joinOptionNames(operation.numbers)} instead`
        : 'is required';
    return describeIssue(issue);
  };
}

function joinOptionNames(numbers: readonly string[]): string {
  return numbers.map((name) => `options.${name}`).join(' and ');
}

/** A time to wait is for a request that waits. */
export function findWaitFaults(body: Readonly<Record<string, unknown>>): readonly Fault[] {
  if (!('maxWait' in body) || body['onBusy'] === 'wait') return [];
  return [{ field: 'maxWait', message: 'is taken only with "onBusy": "wait": add that, or leave it out' }];
}

/** What the country's wire cannot carry; judged apart, so that one answer names these faults too. */
export function findSizeFaults(
  body: Readonly<Record<string, unknown>>,
  type: TransactionType,
  { country, settings }: Place,
): readonly Fault[] {
  const value = isRecord(body['amount']) ? body['amount']['value'] : undefined;
  if (typeof value !== 'number') return [];
  const options = pickGivenOptions(isRecord(body['options']) ? pickNumbers(body['options']) : {});
  const amount = { value, currency: findCurrency(country) };
  return findAmountFaults({ type, amount, options, terminal: { country } }, settings);
}

function pickNumbers(
  record: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number | undefined>> {
  const entries = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : undefined,
  ]);
  return Object.fromEntries(entries);
}

function toFieldPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No option of any command is nested deeper. */
const DEEPEST = 8;

/** Every text in the options that looks like it holds a card number: options are kept as well as sent. */
export function findCardFaults(options: unknown): readonly Fault[] {
  return findCardFields(options, ['options']).map((field) => ({ field, message: HOLDS_A_CARD }));
}

function findCardFields(value: unknown, path: readonly string[]): readonly string[] {
  if (typeof value === 'string') return holdsNoCard(value) ? [] : [path.join('.')];
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
  const article = 'encode' in value && value.encode === 'ean13';
  const parts = Object.entries(value).filter(
    // An article's 13 digits are as long as the shortest card numbers; their check digit tells them apart.
    ([name, part]) => !(article && name === 'data' && typeof part === 'string' && isEan13(part)),
  );
  return parts.flatMap(([name, part]) => findCardFields(part, [...path, name]));
}
