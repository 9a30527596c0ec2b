import type { z } from 'zod';
import { anyCase, asJsonObject, wireCode, wireInt, wireNumber, wireText } from './fields.js';

/** One item of `saleDetails` (contract §4.7). */
const reportedSale = anyCase({
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

/** @returns whether a field is the list of sales, whatever its case. */
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
