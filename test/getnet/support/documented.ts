import { findCurrency } from '../../../src/domain/money.js';
import type { Country } from '../../../src/domain/terminal.js';
import type { TransactionType } from '../../../src/domain/transaction-type.js';
import type { Accepted, Options } from '../../../src/domain/transaction.js';
import type { Command } from '../../../src/getnet/countries/country.js';
import { getCountryPack } from '../../../src/getnet/countries/countries.js';
import { buildAcceptedSale } from './accepted.js';
import { fixture, fixtureRows } from './fixtures.js';

/** One documented request, and the transaction of ours that has to go out as it. */
export interface Documented {
  readonly file: string;
  readonly country: Country;
  readonly type: TransactionType;
  readonly command: Command;
  /** As documented, `webhook` left out. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The options of the body, as the API would have taken them. */
  readonly options: Options;
  readonly accepted: Accepted;
}

/** Not started as transactions of their own, or never sent so (README of the fixtures). */
const others = /requests.auth|cancelsale|get-transaction|cl-sale-sync-strings/;

/** Every request that a transaction of ours goes out as. */
export const documentedRequests: readonly Documented[] = fixtureRows
  .filter(({ kind, file }) => kind === 'request' && !others.test(file))
  .map(({ file, path = '' }) => readDocumented(file, path));

function readDocumented(file: string, path: string): Documented {
  const country = file.startsWith('requests/ar-') ? 'AR' : 'CL';
  const entry = Object.entries(getCountryPack(country).commands).find(([, command]) => command.path === path);
  if (entry === undefined) throw new Error(`${country} has no command for ${file}`);
  const [type, command] = entry as [TransactionType, Command];
  const { webhook: _webhook, ...body } = JSON.parse(fixture(file)) as Record<string, unknown>;
  const { idTerminal, idSucursal, serialNumber, command: _code, amount, customId: _id, ...options } = body;
  const ids = { idTerminal, idSucursal: String(idSucursal), serialNumber } as Accepted['terminal'];
  const accepted = buildAcceptedSale({
    terminal: { ...ids, id: 'till', country },
    type,
    amount: amount === undefined ? undefined : { value: Number(amount), currency: findCurrency(country) },
    reference: undefined,
    options: options as Options,
  });
  return { file, country, type, command, body, options: options as Options, accepted };
}

/** The schema that a caller's options are held against when they hold everything that goes out. */
export function buildSchema({ options, undoing }: Command) {
  return undoing?.foreignSaleOptions ?? options;
}
