import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCurrency, LARGEST_AMOUNT } from '../../src/domain/money.js';
import type { Country } from '../../src/domain/terminal.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import type { Accepted, Options } from '../../src/domain/transaction.js';
import { buildCommand } from '../../src/getnet/command.js';
import { findAmountFaults } from '../../src/getnet/countries/amounts.js';
import { countries, getCountryPack } from '../../src/getnet/countries/countries.js';
import type { CountrySettings } from '../../src/getnet/countries/country.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import type { IdPosTxs } from '../../src/domain/ids.js';
import { buildAcceptedSale } from './support/accepted.js';

interface Case {
  readonly country: Country;
  readonly settings: CountrySettings;
  readonly type: TransactionType;
  /** Minor units of ISO 4217 to one unit on the wire, told here once more, by hand. */
  readonly factor: number;
  readonly moneyOptions: readonly string[];
}

const units: readonly Pick<Case, 'country' | 'settings' | 'factor'>[] = [
  { country: 'CL', settings: {}, factor: 1 },
  { country: 'CL', settings: { arAmountUnit: 'pesos' }, factor: 1 },
  { country: 'AR', settings: { arAmountUnit: 'pesos' }, factor: 100 },
  { country: 'AR', settings: { arAmountUnit: 'centavos' }, factor: 1 },
];

const cases: readonly Case[] = units.flatMap((unit) =>
  Object.entries(getCountryPack(unit.country).commands)
    .filter(([, { takesAmount }]) => takesAmount)
    .map(([type, { moneyOptions }]) => ({ ...unit, type: type as TransactionType, moneyOptions })),
);

/** Everything of a wire's unit, everything between two, and everything a terminal takes no more. */
const minorUnits = fc.oneof(
  fc.integer({ min: 1, max: LARGEST_AMOUNT }).map((amount) => amount * 100),
  fc.integer({ min: 1, max: 100_000 }),
  fc.integer({ min: LARGEST_AMOUNT - 2, max: LARGEST_AMOUNT + 2 }),
  fc.constantFrom(0, -100, 0.5, 99_999_999_900, 99_999_999_901, 100_000_000_000, 1e300, NaN, Infinity),
);

const numbers: Options = { authorizationCode: '012345', originalTransDate: '2026-01-15', idPromo: 'P' };

function buildAccepted({ country, type }: Case, value: number, options: Options = {}): Accepted {
  return buildAcceptedSale({
    terminal: { ...buildAcceptedSale().terminal, country },
    type,
    amount: { value, currency: findCurrency(country) },
    options: { ...numbers, ...options },
  });
}

/** @returns the field on the wire, or undefined where nothing goes out. */
function sent(accepted: Accepted, settings: CountrySettings, field: string): unknown {
  const command = buildCommand(accepted, settings);
  expect(command.kind === 'ready').toBe(findAmountFaults(accepted, settings).length === 0);
  return command.kind === 'ready' ? command.body[field] : undefined;
}

describe('no amount is ever off by a factor', () => {
  it('every command that takes an amount, in every unit: it goes out exactly, or not at all', () => {
    expect(cases.length).toBe(3 + 3 + 2 + 2);
    fc.assert(
      fc.property(fc.constantFrom(...cases), minorUnits, (one, value) => {
        const whole = Number.isInteger(value) && value % one.factor === 0;
        const sendable = whole && value > 0 && value / one.factor <= LARGEST_AMOUNT;
        const wire = sent(buildAccepted(one, value), one.settings, 'amount');
        expect(wire).toBe(sendable ? value / one.factor : undefined);
        if (wire !== undefined) expect(Number(wire) * one.factor).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('every option that is money: in the same unit as the amount, or nothing goes out', () => {
    const tipped = cases.filter(({ moneyOptions }) => moneyOptions.length > 0);
    expect(tipped.map(({ type, moneyOptions }) => [type, ...moneyOptions])).toContainEqual(['sale', 'tip']);
    fc.assert(
      fc.property(fc.constantFrom(...tipped), minorUnits, (one, value) => {
        for (const name of one.moneyOptions) {
          const whole = Number.isInteger(value) && value % one.factor === 0;
          const sendable = whole && value >= 0 && value / one.factor <= LARGEST_AMOUNT;
          const wire = sent(buildAccepted(one, 100, { [name]: value }), one.settings, name);
          expect(wire).toBe(sendable ? value / one.factor : undefined);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('no unit set for Argentina: no amount goes out, whatever the command', () => {
    for (const type of ['sale', 'return'] as const) {
      const one = { country: 'AR', type, settings: {}, factor: 1, moneyOptions: [] } as const;
      expect(buildCommand(buildAccepted(one, 120_000), {})).toMatchObject({ kind: 'unsendable' });
    }
  });

  it('a command that takes no amount: none goes out, even where one is known', () => {
    for (const country of countries) {
      for (const [type, { takesAmount }] of Object.entries(getCountryPack(country).commands)) {
        if (takesAmount) continue;
        const accepted = buildAccepted({ ...units[2], country, type } as Case, 5900, { operationId: 42 });
        const command = buildCommand(accepted, { arAmountUnit: 'pesos' });
        expect(command).toHaveProperty('body');
        expect(command).not.toHaveProperty('body.amount');
        expect(command).not.toHaveProperty('facts.amount');
      }
    }
  });

  it('a report: the amounts it lists come back as the minor units they went out as', () => {
    const amounts = fc.integer({ min: 1, max: LARGEST_AMOUNT });
    fc.assert(
      fc.property(fc.constantFrom(...units), amounts, ({ country, settings, factor }, wire) => {
        const accepted = buildAcceptedSale({
          terminal: { ...buildAcceptedSale().terminal, country },
          type: 'details',
        });
        const command = buildCommand({ ...accepted, amount: undefined }, settings);
        if (command.kind !== 'ready') throw new Error(command.cause);
        const response = { functionCode: 105, responseCode: 0, saleDetails: [{ amount: wire }] };
        const answer = readAnswer(200, JSON.stringify({ code: 1, data: { response } }));
        const question = { ...command.facts, idPosTxs: '1' as IdPosTxs, idFromCallback: false };
        expect(judgeAnswer(answer, question)).toMatchObject({
          kind: 'approved',
          result: {
            report: { sales: [{ amount: { value: wire * factor, currency: findCurrency(country) } }] },
          },
        });
      }),
    );
  });
});
