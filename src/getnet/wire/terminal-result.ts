import type { z } from 'zod';
import { anyCase, wireInt, wireNumber, wireScalar, wireText } from './fields.js';

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

const receipt = anyCase(receiptFields);

/** Contract §3: shapes A and C under `data.response`, shape B flat in `data`; `response*` or short names. */
const terminalResult = anyCase({
  functionCode: wireInt,
  responseCode: wireInt,
  code: wireInt,
  responseMessage: wireText,
  message: wireText,
  amount: wireNumber,
  authorizationCode: wireText,
  operationId: wireInt,
  last4Digits: wireText,
  cardType: wireText,
  cardBrand: wireText,
});

/** What a terminal said, whatever the shape; numbers are NaN where present and unreadable. */
export type WireResult = Omit<
  z.infer<typeof terminalResult>,
  'responseCode' | 'code' | 'responseMessage' | 'message'
> & {
  readonly terminalCode?: number;
  readonly terminalMessage?: string;
  readonly receipt: z.infer<typeof receipt>;
};

/** Reads `data.response ?? data`. @returns undefined when nothing in it is a terminal's: it was an acknowledgement. */
export function readTerminalResult(payload: unknown): WireResult | undefined {
  const { responseCode, code, responseMessage, message, ...rest } = terminalResult.parse(payload);
  const telling = [responseCode, code, rest.functionCode, responseMessage, message];
  if (telling.every((field) => field === undefined)) return undefined;
  return {
    ...rest,
    terminalCode: responseCode ?? code,
    terminalMessage: responseMessage ?? message,
    receipt: receipt.parse(payload),
  };
}
