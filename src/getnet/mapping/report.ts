import type { Amount, Currency } from '../../domain/money.js';
import type { Report, ReportedSale } from '../../domain/verdict.js';
import { readSale, readSaleDetails } from '../wire/terminal-result.js';
import type { WireReportedSale, WireResult } from '../wire/terminal-result.js';
import { fromWireAmount } from './amount.js';
import type { MinorPerWireUnit } from './amount.js';
import { collectRawFields } from './raw-fields.js';
import { MAX_NAME_LENGTH, toAuthorizationCode, toCard, toOperationId, maskOrNull } from './voucher.js';

/** How the answer to a command that moves no money is to be read. */
export interface ReportTerms {
  readonly currency: Currency;
  /** Undefined where the configuration has not said it: then no amount is read. */
  readonly minorPerWireUnit?: MinorPerWireUnit;
  /** The answer itself is the voucher of one sale (contract §4.7). */
  readonly answersWithVoucher: boolean;
}

/** A report stays small enough to be kept; a batch has fewer. */
const MAX_SALES = 500;

/** What a command that moves no money had to say: the sales it lists, and the fields nobody knows. Total. */
export function toReport(result: WireResult, terms: ReportTerms): Report {
  const listed = readSaleDetails(result.payload);
  const raw = collectRawFields(result.payload, { amountToo: !terms.answersWithVoucher });
  return {
    sales:
      listed?.slice(0, MAX_SALES).map((item) => toListedSale(readSale(item), terms)) ??
      findVoucher(result, terms),
    cut: raw.cut || (listed?.length ?? 0) > MAX_SALES,
    raw: raw.fields,
  };
}

/** A refusal carries the fields of a voucher too, with nothing in them. */
function findVoucher({ payload }: WireResult, terms: ReportTerms): readonly ReportedSale[] | null {
  const sale = toReportedSale(readSale(payload), terms);
  const named = sale.operationId !== null || sale.authorizationCode !== null;
  return terms.answersWithVoucher && named ? [sale] : null;
}

/** The function codes of a sale and a promo sale (contract §4.1). */
const saleCodes: readonly number[] = [100, 126];

/** Items are like sales (§4.7), which have these codes (§4.2): what an item does not say is not held against it. */
function toListedSale(sale: WireReportedSale, terms: ReportTerms): ReportedSale {
  const { functionCode = 100, responseCode = 0 } = sale;
  const isSale = saleCodes.includes(functionCode) && responseCode === 0;
  const isUnreadable = Number.isNaN(functionCode) || Number.isNaN(responseCode);
  return {
    ...toReportedSale(sale, terms),
    ...(!isSale && { isSale }),
    ...(isUnreadable && { isUnreadable }),
  };
}

function toReportedSale(sale: WireReportedSale, terms: ReportTerms): ReportedSale {
  return {
    operationId: toOperationId(sale),
    authorizationCode: toAuthorizationCode(sale),
    amount: toAmount(sale, terms),
    card: toCard(sale),
    accountingDate: maskOrNull(sale.accountingDate, MAX_NAME_LENGTH),
    realDate: maskOrNull(sale.realDate, MAX_NAME_LENGTH),
  };
}

/** Null rather than a guess: an amount read in the wrong unit is wrong a hundredfold. */
function toAmount({ amount }: WireReportedSale, { currency, minorPerWireUnit }: ReportTerms): Amount | null {
  if (amount === undefined || minorPerWireUnit === undefined) return null;
  const value = fromWireAmount(amount, minorPerWireUnit);
  return value === undefined ? null : { value, currency };
}
