import { z } from 'zod';
import { pageQuery, readQuery, writeCursor } from '../http/query-fields.js';

/** By endpoint: the next number to look at, counting down. */
export type DeliveryPosition = Readonly<Record<string, number>>;

/** Which part of the list is asked for. */
export interface DeliveryPageRequest {
  readonly limit: number;
  readonly from: DeliveryPosition | undefined;
}

const position = z.record(z.string(), z.int().min(0));
const deliveryQuery = pageQuery((cursor) => position.parse(cursor));

/** @throws Problem `invalid-request` */
export function readDeliveryPage(query: unknown): DeliveryPageRequest {
  const { limit, cursor: from } = readQuery(deliveryQuery, query);
  return { limit, from };
}

export function writeDeliveryCursor(from: DeliveryPosition): string {
  return writeCursor(from);
}
