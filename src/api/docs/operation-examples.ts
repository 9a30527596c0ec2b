import type { z } from 'zod';
import { findCurrency } from '../../domain/money.js';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import type { Command, OptionsSchema } from '../../getnet/countries/country.js';
import { listCapabilities, countries, getCountryPack } from '../../getnet/countries/countries.js';
import { getCountryName } from '../transactions/body/operation-names.js';

/** Values for options that have to be given, unless the option itself has an example (`.meta({ example })`). */
const values: Readonly<Record<string, unknown>> = {
  idPromo: 'PROMO-10',
  operationId: 42,
  authorizationCode: '012345',
  originalTransDate: '2026-01-15',
  rutToValidate: '11.111.111-1',
  c2cMode: true,
  details: [
    { printSeq: 1, type: 'text', encode: '', data: 'ORDER 1001', align: 'center' },
    {
      printSeq: 2,
      type: 'array',
      encode: '',
      data: [{ item0: '2 coffee' }, { item1: '$5,990' }],
      align: 'left',
    },
    { printSeq: 3, type: 'printcode', encode: 'qr', data: 'https://shop.test/orders/1001', align: 'center' },
  ],
};

/** The sale that the examples undo. */
const SALE = 'tx_3kTq8ZpW0aBcD1eFgH2';

/** Requests that say more than they have to. */
const inFull: Readonly<Record<string, object>> = {
  'Chile: sale, taxable and printed': {
    type: 'sale',
    terminalId: 'cl-till-1',
    amount: { value: 5990, currency: 'CLP' },
    reference: 'ORD-1001',
    onBusy: 'reject',
    options: { ticketNumber: '5001', saleType: 1, printOnPos: true },
  },
  'Chile: sale that waits for a busy terminal': {
    type: 'sale',
    terminalId: 'cl-till-1',
    amount: { value: 5990, currency: 'CLP' },
    onBusy: 'wait',
    maxWait: 120,
  },
  'Argentina: sale by QR': {
    type: 'sale',
    terminalId: 'ar-till-1',
    amount: { value: 120_000, currency: 'ARS' },
    options: { saleType: 1 },
  },
};

/** A valid request for each operation of each country, under a name that says what it does. */
export function operationExamples(): Readonly<Record<string, object>> {
  const all = countries.flatMap((country) =>
    listCapabilities(country).flatMap((type) => buildExamples(type, country)),
  );
  return { ...Object.fromEntries(all), ...inFull };
}

function buildExamples(type: TransactionType, country: Country): readonly (readonly [string, object])[] {
  const command = getCountryPack(country).commands[type];
  if (command === undefined) return [];
  const name = `${getCountryName(country)}: ${type}`;
  const request = { type, terminalId: `${country.toLowerCase()}-till-1` };
  const { undoing } = command;
  if (undoing === undefined) return [[name, { ...request, ...chooseAmount(command, country) }]];
  const elsewhere = { ...command, options: undoing.foreignSaleOptions };
  return [
    [name, { ...request, originalTransactionId: SALE }],
    [`${name} of a sale made elsewhere`, { ...request, ...chooseAmount(elsewhere, country) }],
  ];
}

/** What has to be given: an amount where the command takes one, and the options that cannot be left out. */
function chooseAmount({ takesAmount, options }: Pick<Command, 'takesAmount' | 'options'>, country: Country) {
  const needed = buildRequiredOptions(options);
  return {
    // Whole pesos wherever it is paid.
    ...(takesAmount && { amount: { value: 120_000, currency: findCurrency(country) } }),
    ...(Object.keys(needed).length > 0 && { options: needed }),
  };
}

function buildRequiredOptions(options: OptionsSchema): Readonly<Record<string, unknown>> {
  const needed = Object.entries(options.shape).filter(([, field]) => !field.safeParse(undefined).success);
  return Object.fromEntries(needed.map(([name, field]) => [name, buildExample(name, field)]));
}

function buildExample(name: string, field: z.ZodType): unknown {
  return field.meta()?.['example'] ?? values[name];
}
