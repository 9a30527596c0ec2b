import type { z } from 'zod';
import { ignoreCase, asJsonObject, wireCode, wireInt, wireNumber, wireScalar, wireText } from './fields.js';

/**
 * The fields a receipt may show, as Getnet names them. Left out for ever: `bin`, `expiryDate`, `transToken`, the tax ids
 * read from a card, and everything nobody has seen yet (contract §4.0).
 */
const receiptFields = {
  commerceCode: wireScalar,
  terminalId: wireScalar,
  ticket: wireScalar,
  sharesNumber: wireScalar,
  sharesAmount: wireScalar,
  accountingDate: wireScalar,
  realDate: wireScalar,
  dateTime: wireScalar,
  tip: wireScalar,
  cashback: wireScalar,
  saleType: wireScalar,
  entryMode: wireScalar,
  aid: wireScalar,
  commerceRut: wireScalar,
  commerceName: wireScalar,
  branchName: wireScalar,
  branchAddress: wireScalar,
  branchDistrict: wireScalar,
} as const;

const receipt = ignoreCase(receiptFields);

/** Contract §3: shapes A and C under `data.response`, shape B flat in `data`; `response*` or short names. */
const resultFields = {
  functionCode: wireInt,
  responseCode: wireInt,
  code: wireInt,
  responseMessage: wireText,
  message: wireText,
  amount: wireNumber,
  authorizationCode: wireCode,
  operationId: wireInt,
  last4Digits: wireText,
  cardType: wireText,
  cardBrand: wireText,
} as const;

const terminalResult = ignoreCase(resultFields);

/** What a terminal said, whatever the shape; numbers are NaN where present and unreadable. */
export type WireResult = Omit<
  z.infer<typeof terminalResult>,
  'responseCode' | 'code' | 'responseMessage' | 'message'
> & {
  readonly terminalCode?: number;
  readonly terminalMessage?: string;
  /** Whether code, message or function code is there; without all of them it is an acknowledgement (contract §11.2). */
  readonly hasContent: boolean;
  readonly receipt: z.infer<typeof receipt>;
  /** As it came: anything may be in it. */
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Reads `data.response ?? data`. @returns undefined for anything but an object. */
export function readTerminalResult(answered: unknown): WireResult | undefined {
  const payload = asJsonObject(answered);
  if (payload === undefined) return undefined;
  const { responseCode, code, responseMessage, message, ...rest } = terminalResult.parse(payload);
  const contentFields = [responseCode, code, rest.functionCode, responseMessage, message];
  return {
    ...rest,
    terminalCode: responseCode ?? code,
    terminalMessage: responseMessage ?? message,
    hasContent: contentFields.some((field) => field !== undefined),
    receipt: receipt.parse(payload),
    payload,
  };
}

const known = new Set(
  Object.keys({ ...resultFields, ...receiptFields, idPosTxs: '', customId: '' }).map((name) =>
    name.toLowerCase(),
  ),
);

/** Whether a field of an answer has a place of its own in what is read, whatever its case. */
export function isKnownField(name: string): boolean {
  return known.has(name.toLowerCase());
}

/** One item of `saleDetails` (contract §4.7). */
const reportedSale = ignoreCase({
  functionCode: wireInt,
  responseCode: wireInt,
  operationId: wireInt,
  amount: wireNumber,
  authorizationCode: wireCode,
  cardBrand: wireText,
  cardType: wireText,
  last4Digits: wireText,
  accountingDate: wireText,
  realDate: wireText,
});

/** A sale as a report lists it; numbers are NaN where present and unreadable. */
export type WireReportedSale = z.infer<typeof reportedSale>;

/** Whether a field is the list of sales, whatever its case. */
export function isSaleDetails(name: string): boolean {
  return name.toLowerCase() === 'saledetails';
}

/** The items a terminal lists under `saleDetails`; undefined where there is no such list. */
export function readSaleDetails(payload: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const lists = Object.entries(payload).filter(([name]) => isSaleDetails(name));
  return lists.map(([, list]) => list).find((list) => Array.isArray(list));
}

/** Reads any value at all: what is no sale is one of which nothing is known. */
export function readSale(item: unknown): WireReportedSale {
  return reportedSale.parse(asJsonObject(item));
}
