import type { Country } from '../../../domain/terminal.js';
import type { TransactionType } from '../../../domain/transaction-type.js';

/** What each operation does, for whoever calls it. */
export const operationWords: Readonly<Record<TransactionType, string>> = {
  sale: 'Charges a customer. Ends `approved`, `declined`, or `not_sent`.',
  promo_sale: 'A sale under a promotion of Getnet’s.',
  void:
    'Gives back the money of a whole sale. It runs on the terminal that took the sale and, as far as Getnet says, before the batch is closed. Ends ' +
    '`approved` (the money went back), `declined`, or `not_sent`.',
  return:
    'Gives back the money of a sale, all that is left or a part, at any terminal of the merchant. Ends `approved` (the ' +
    'money went back), `declined`, or `not_sent`.',
  poll: 'Asks whether cloud and terminal can talk.',
  details: 'Lists the sales of the current batch.',
  totals: 'Reports the totals of the current batch.',
  close:
    'Closes the batch: its sales can no longer be voided. Refused with `not-settled` while a payment on this terminal has no ' +
    'proven outcome.',
  last_voucher: 'Shows the last voucher once more.',
  duplicate: 'Shows the voucher of one sale once more.',
  params: 'Reads what the terminal knows of itself.',
  shift: 'Works on the shift.',
  shift_report: 'Reports on the shift.',
  normal_mode: 'Gives the terminal back to stand-alone use.',
  unattended_mode: 'Switches the terminal between attended and unattended use.',
  print: 'Prints a document.',
  identity_check: 'Checks a person’s identity against a tax id.',
};

/** The schema of one operation in one country: `PromoSaleInChile`. */
export type OperationName = `${string}In${string}`;

export function getOperationName(type: TransactionType | 'operation', country: Country): OperationName {
  const words = type.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}In${getCountryName(country).replace(/[^A-Za-z]/g, '')}`;
}

const regions = new Intl.DisplayNames('en', { type: 'region' });

export function getCountryName(country: Country): string {
  return regions.of(country) ?? country;
}
