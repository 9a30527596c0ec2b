import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ListPosition } from '../../ledger/queries/list-transactions.js';
import type { TransactionFilter } from '../../ledger/queries/transaction-filter.js';

const position = z.tuple([z.int(), z.string()]);
const MAC_BYTES = 12;

/**
 * Cursors name a place in the list of one filter. They are signed, so that one that was made up, or is used with another filter,
 * is refused instead of answered with a page that leaves something out.
 */
export interface ListCursors {
  write(filter: TransactionFilter, place: ListPosition): string;
  /** @returns undefined for what is no cursor of this filter. */
  read(filter: TransactionFilter, cursor: string): ListPosition | undefined;
}

/** @param secret what all API processes share: the address of the ledger, with its password. */
export function createListCursors(secret: string): ListCursors {
  const key = createHash('sha256').update(`list cursors\n${secret}`).digest();
  const sign = (filter: TransactionFilter, payload: Buffer) =>
    createHmac('sha256', key)
      .update(
        JSON.stringify(
          Object.entries(filter)
            .filter(([, value]) => value !== undefined)
            .toSorted(),
        ),
      )
      .update(payload)
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    write: (filter, { createdAtMs, id }) => {
      const payload = Buffer.from(JSON.stringify([createdAtMs, id]));
      return Buffer.concat([sign(filter, payload), payload]).toString('base64url');
    },
    read: (filter, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url');
      const payload = bytes.subarray(MAC_BYTES);
      const mac = bytes.subarray(0, MAC_BYTES);
      if (mac.length < MAC_BYTES || !timingSafeEqual(mac, sign(filter, payload))) return undefined;
      const [createdAtMs, id] = position.parse(JSON.parse(payload.toString('utf8')));
      return { createdAtMs, id };
    },
  };
}
