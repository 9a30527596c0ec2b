import { createHash } from 'node:crypto';
import type { StreamLimits } from '../../config/stream-limits.js';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';

/** How far a reader of a merchant's stream is: all that another replica needs to go on without a gap and without a repeat. */
export interface MerchantPosition {
  /** States before then are not sent, unless they are of a transaction in `open`. */
  readonly sinceMs: number;
  /** The index finds what started a little before then, and later. What is older is in `open`, or was sent. */
  readonly scannedMs: number;
  /** Transactions that may have states left to send, and how many states the reader has; undefined: see `sinceMs`. */
  readonly open: ReadonlyMap<TransactionId, number | undefined>;
  /** Marks of transactions of which every state was sent, and that the index may name again. */
  readonly sentMarks: ReadonlySet<string>;
}

const VERSION = 1;
const MARK_BYTES = 5;
const CHECK_BYTES = 6;
const TIME_BYTES = 6;
const ID_BYTES = 22;
const BY_TIME = 0xffff;

/** @returns an opaque text, for this merchant alone. */
export function encodePosition(merchant: string, position: MerchantPosition): string {
  const { open, sentMarks } = position;
  const head = Buffer.alloc(1 + 2 * TIME_BYTES + 2);
  head.writeUInt8(VERSION, 0);
  head.writeUIntBE(position.sinceMs, 1, TIME_BYTES);
  head.writeUIntBE(position.scannedMs, 1 + TIME_BYTES, TIME_BYTES);
  head.writeUInt16BE(open.size, 1 + 2 * TIME_BYTES);
  const entries = [...open].map(([transactionId, count]) => {
    const entry = Buffer.alloc(ID_BYTES + 2);
    entry.write(transactionId, 'latin1');
    entry.writeUInt16BE(count ?? BY_TIME, ID_BYTES);
    return entry;
  });
  const marks = [...sentMarks].map((mark) => Buffer.from(mark, 'hex'));
  const body = Buffer.concat([head, ...entries, ...marks]);
  return Buffer.concat([body, computeCheck(merchant, body)]).toString('base64url');
}

/** @returns undefined for a text that is no position of this merchant. */
export function decodePosition(merchant: string, text: string): MerchantPosition | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const headBytes = 1 + 2 * TIME_BYTES + 2;
  if (bytes.toString('base64url') !== text || bytes.length < headBytes + CHECK_BYTES) return undefined;
  const body = bytes.subarray(0, -CHECK_BYTES);
  if (!computeCheck(merchant, body).equals(bytes.subarray(-CHECK_BYTES))) return undefined;
  if (body.readUInt8(0) !== VERSION) return undefined;
  const openEnd = headBytes + body.readUInt16BE(headBytes - 2) * (ID_BYTES + 2);
  // The check has no key: who knows the merchant's id can make one for any bytes.
  if (openEnd > body.length || (body.length - openEnd) % MARK_BYTES !== 0) return undefined;
  const open = new Map<TransactionId, number | undefined>();
  for (let at = headBytes; at < openEnd; at += ID_BYTES + 2) {
    const transactionId = parseTransactionId(body.toString('latin1', at, at + ID_BYTES));
    const count = body.readUInt16BE(at + ID_BYTES);
    if (transactionId !== undefined) open.set(transactionId, count === BY_TIME ? undefined : count);
  }
  const sentMarks = new Set<string>();
  for (let at = openEnd; at < body.length; at += MARK_BYTES)
    sentMarks.add(body.toString('hex', at, at + MARK_BYTES));
  return {
    sinceMs: body.readUIntBE(1, TIME_BYTES),
    scannedMs: body.readUIntBE(1 + TIME_BYTES, TIME_BYTES),
    open,
    sentMarks,
  };
}

/** Names a transaction in few bytes. */
export function computeMark(transactionId: TransactionId): string {
  return createHash('sha256')
    .update(transactionId)
    .digest('hex')
    .slice(0, 2 * MARK_BYTES);
}

/** How many characters a cursor has at the most. */
export function computeMaxCursorLength({ openPlaces, sentMarkPlaces }: StreamLimits): number {
  const head = 1 + 2 * TIME_BYTES + 2;
  const bytes = head + openPlaces * (ID_BYTES + 2) + sentMarkPlaces * MARK_BYTES + CHECK_BYTES;
  return Math.ceil((bytes * 4) / 3);
}

/** A mistake is found, and another merchant's position; it protects nothing, for a reader is shown its own merchant's states alone. */
function computeCheck(merchant: string, body: Buffer): Buffer {
  return createHash('sha256').update(merchant).update('\0').update(body).digest().subarray(0, CHECK_BYTES);
}
