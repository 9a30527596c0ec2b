import { problem } from '../problems/problem.js';
import type { Fault } from '../problems/problem.js';
import { faultsOf, isRecord, sizeFaults, wording } from './body-faults.js';
import type { Asked } from './body-faults.js';
import { cardFaults } from './card-faults.js';
import { offeredType } from './operations.js';
import type { Place } from './place.js';
import { bodyOf, bodyOfNoType } from './start-body.js';
import type { BodySchema, OperationBody, StartBody } from './start-body.js';

/**
 * @param body what the JSON said.
 * @throws Problem `unsupported-operation`; `invalid-request` that names every fault with its field.
 */
export function readStartBody(body: unknown, place: Place): StartBody {
  // Without options, those that have to be given are named one by one.
  const whole = isRecord(body) && !('options' in body) ? { ...body, options: {} } : body;
  const type = offeredType(isRecord(whole) ? whole['type'] : undefined, place.country);
  const operation = type && bodyOf(type, place.country);
  const asked: Asked = { type, operation };
  const schema: BodySchema = operation === undefined ? bodyOfNoType(place.country) : formOf(operation, whole);
  const parsed = schema.safeParse(whole, { error: wording(asked) });
  const faults = (parsed.error?.issues ?? []).flatMap((issue) => faultsOf(issue, asked));
  const named = new Set(faults.map(({ field }) => field));
  const more = otherFaults(whole, asked, place).filter(({ field }) => !named.has(field));
  if (parsed.success && more.length === 0) return parsed.data;
  throw refusal([...faults, ...more]);
}

/** A void or return says which of its two forms it has: by an id of ours, or by numbers of Getnet. */
function formOf(operation: OperationBody, body: unknown): BodySchema {
  if (operation.kind === 'one') return operation.schema;
  const { ofOurs, byNumbers, numbers } = operation;
  if (!isRecord(body) || 'originalTransactionId' in body) return ofOurs;
  const options = isRecord(body['options']) ? body['options'] : {};
  return numbers.some((name) => name in options) ? byNumbers : ofOurs;
}

function otherFaults(body: unknown, { type }: Asked, place: Place): readonly Fault[] {
  if (!isRecord(body)) return [];
  return [...(type === undefined ? [] : sizeFaults(body, type, place)), ...cardFaults(body['options'])];
}

function refusal(errors: readonly Fault[]) {
  const count = errors.length === 1 ? '1 fault' : `${errors.length} faults`;
  const detail = `${count}, named in "errors". Nothing was started; correct the body and repeat.`;
  return problem('invalid-request', detail, { errors });
}
