import type { Country } from '../../domain/terminal.js';
import { transactionTypes } from '../../domain/transaction-type.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import { listCapabilities, listCountriesWith } from '../../getnet/countries/packs.js';
import { problem } from '../problems/problem.js';

/**
 * @returns the type as one the country's terminals take; undefined for what is no type at all.
 * @throws Problem `unsupported-operation` for one that the country lacks.
 */
export function offeredType(type: unknown, country: Country): TransactionType | undefined {
  const known = transactionTypes.find((one) => one === type);
  const offered = listCapabilities(country);
  if (known === undefined || offered.includes(known)) return known;
  throw problem(
    'unsupported-operation',
    `"${known}" is not offered for terminals in ${country}, ${elsewhere(known)}. Offered in ${country}: ` +
      `${offered.join(', ')}. Nothing was started.`,
  );
}

function elsewhere(type: TransactionType): string {
  const countries = listCountriesWith(type);
  return countries.length === 0 ? 'nor in any other country' : `only in ${countries.join(', ')}`;
}
