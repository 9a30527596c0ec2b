import type { Country } from '../../domain/terminal.js';
import { capabilitiesOf } from '../../getnet/countries/packs.js';
import { problem } from '../problems/problem.js';

/** Every operation a Getnet terminal has, offered here or not. */
const operations: readonly unknown[] = [
  'sale',
  'promo_sale',
  'void',
  'return',
  'poll',
  'details',
  'close',
  'duplicate',
  'print',
  'identity_check',
  'unattended_mode',
  'last_voucher',
  'totals',
  'params',
  'normal_mode',
  'shift',
  'shift_report',
];

/** @throws Problem `unsupported-operation` for one that exists and is not offered in the country. */
export function requireOffered(type: unknown, country: Country): void {
  const offered = capabilitiesOf(country);
  if (!operations.includes(type) || offered.some((one) => one === type)) return;
  throw problem(
    'unsupported-operation',
    `"${String(type)}" is not offered for terminals in ${country}. Offered: ${offered.join(', ')}. Nothing was started.`,
  );
}
