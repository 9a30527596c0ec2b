import { z } from 'zod';
import { problem } from '../problems/problem.js';

const LONGEST_PAGE = 100;
const USUAL_PAGE = 50;

/** By endpoint: the next number to look at, counting down. */
export type DeliveryPosition = Readonly<Record<string, number>>;

/** Which part of the list is asked for. */
export interface DeliveryPageRequest {
  readonly limit: number;
  readonly from: DeliveryPosition | undefined;
}

const position = z.record(z.string(), z.int().min(0));

/** @throws Problem `invalid-request` */
export function readDeliveryPage({
  limit,
  cursor,
  ...others
}: Readonly<Record<string, unknown>>): DeliveryPageRequest {
  const size = limit === undefined ? USUAL_PAGE : Number(limit);
  const from = cursor === undefined ? undefined : readCursor(cursor);
  const isSize = Number.isInteger(size) && size >= 1 && size <= LONGEST_PAGE;
  const errors = [
    ...(isSize ? [] : [{ field: 'limit', message: `must be a whole number from 1 to ${LONGEST_PAGE}` }]),
    ...(cursor === undefined || from
      ? []
      : [{ field: 'cursor', message: 'must be the nextCursor of a page before' }]),
    ...Object.keys(others).map((field) => ({ field, message: 'is not a parameter of this address' })),
  ];
  if (errors.length === 0) return { limit: size, from };
  throw problem('invalid-request', 'The query has faults, named in "errors". Nothing was read.', { errors });
}

function readCursor(cursor: unknown): DeliveryPosition | undefined {
  try {
    return position.parse(JSON.parse(Buffer.from(String(cursor), 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

export function writeDeliveryCursor(from: DeliveryPosition): string {
  return Buffer.from(JSON.stringify(from), 'utf8').toString('base64url');
}
