import { problem } from '../../problems/problem.js';
import type { Fault } from '../../problems/problem.js';
import {
  toFaults,
  isRecord,
  findSizeFaults,
  createErrorMap,
  findCardFaults,
  findWaitFaults,
} from './body-faults.js';
import type { Asked } from './body-faults.js';
import type { Place } from './body-fields.js';
import { getOperationBody, createUntypedBody } from './start-body.js';
import type { BodySchema, OperationBody, StartBody } from './start-body.js';
import type { Country } from '../../../domain/terminal.js';
import { transactionTypes } from '../../../domain/transaction-type.js';
import type { TransactionType } from '../../../domain/transaction-type.js';
import { listCapabilities, listCountriesWith } from '../../../getnet/countries/countries.js';

/**
 * @param body what the JSON said.
 * @throws Problem `unsupported-operation`; `invalid-request` that names every fault with its field.
 */
export function readStartBody(body: unknown, place: Place): StartBody {
  // Without options, those that have to be given are named one by one.
  const whole = isRecord(body) && !('options' in body) ? { ...body, options: {} } : body;
  const type = requireOfferedType(isRecord(whole) ? whole['type'] : undefined, place.country);
  const operation = type && getOperationBody(type, place.country);
  const asked: Asked = { type, operation };
  const schema: BodySchema =
    operation === undefined ? createUntypedBody(place.country) : chooseSchema(operation, whole);
  const parsed = schema.safeParse(whole, { error: createErrorMap(asked) });
  const faults = (parsed.error?.issues ?? []).flatMap((issue) => toFaults(issue, asked));
  const named = new Set(faults.map(({ field }) => field));
  const more = findOtherFaults(whole, asked, place).filter(({ field }) => !named.has(field));
  if (parsed.success && more.length === 0) return parsed.data;
  throw refuseBody([...faults, ...more]);
}

/** A void or return says which of its two forms it has: by an id of ours, or by numbers of Getnet. */
function chooseSchema(operation: OperationBody, body: unknown): BodySchema {
  if (operation.kind === 'one') return operation.schema;
  const { ofOurs, byNumbers, numbers } = operation;
  if (!isRecord(body) || 'originalTransactionId' in body) return ofOurs;
  const options = isRecord(body['options']) ? body['options'] : {};
  return numbers.some((name) => name in options) ? byNumbers : ofOurs;
}

function findOtherFaults(body: unknown, { type }: Asked, place: Place): readonly Fault[] {
  if (!isRecord(body)) return [];
  return [
    ...(type === undefined ? [] : findSizeFaults(body, type, place)),
    ...findCardFaults(body['options']),
    ...findWaitFaults(body),
  ];
}

function refuseBody(errors: readonly Fault[]) {
  const count = errors.length === 1 ? '1 fault' : `${errors.length} faults`;
  const detail = `${count}, named in "errors". Nothing was started; correct the body and repeat.`;
  return problem('invalid-request', detail, { errors });
}

/**
 * @returns the type as one the country's terminals take; undefined for what is no type at all.
 * @throws Problem `unsupported-operation` for one that the country lacks.
 */
export function requireOfferedType(type: unknown, country: Country): TransactionType | undefined {
  const known = transactionTypes.find((one) => one === type);
  const offered = listCapabilities(country);
  if (known === undefined || offered.includes(known)) return known;
  throw problem(
    'unsupported-operation',
    `"${known}" is not offered for terminals in ${country}, ${describeCountries(known)}. Offered in ${country}: ` +
      `${offered.join(', ')}. Nothing was started.`,
  );
}

function describeCountries(type: TransactionType): string {
  const countries = listCountriesWith(type);
  return countries.length === 0 ? 'nor in any other country' : `only in ${countries.join(', ')}`;
}
