import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TransactionId } from '../../src/domain/ids.js';
import { transactionTypes } from '../../src/domain/transaction-type.js';
import type { Accepted, Options } from '../../src/domain/transaction.js';
import { buildCommand } from '../../src/getnet/command.js';
import type { CommandSettings } from '../../src/getnet/command.js';
import { findAmountFaults } from '../../src/getnet/countries/amounts.js';
import { listCapabilities, listCountriesWith, getCountryPack } from '../../src/getnet/countries/countries.js';
import { buildAcceptedSale, buildArgentineSale } from './support/accepted.js';

const chilean: Options = { ticketNumber: '5001', saleType: 1, employeeId: 1, printOnPos: true };
const argentineCard: Options = {
  tip: 0,
  saleType: 0,
  employeeId: 1,
  installments: 1,
  planId: 'contado',
  interest: 0,
  operationMode: 0,
  skipConfirmation: false,
  skipReceipt: false,
  printOnPos: true,
};
const centavos: CommandSettings = { arAmountUnit: 'centavos' };

function ready(accepted: Accepted, settings: CommandSettings = {}) {
  const command = buildCommand(accepted, settings);
  if (command.kind !== 'ready') throw new Error(command.cause);
  return command;
}

describe('what a sale goes out with', () => {
  it('a branch id as zero-padded text, sent as a number: without its zeros', () => {
    const terminal = { ...buildArgentineSale().terminal, idSucursal: '0000100001' };
    expect(ready(buildArgentineSale({ terminal }), centavos).body.idSucursal).toBe(100001);
  });

  it('a branch id that is no number: sent as the text it is', () => {
    expect(
      ready(buildAcceptedSale({ terminal: { ...buildAcceptedSale().terminal, idSucursal: 'A-1' } })).body
        .idSucursal,
    ).toBe('A-1');
  });

  it('options named like fields of the command: the command wins', () => {
    const { body } = ready(
      buildAcceptedSale({ options: { command: 102, amount: 1, customId: 'x', idTerminal: 'y' } }),
    );
    expect(body).toMatchObject({
      command: 100,
      amount: 5990,
      customId: 'tx_0123456789abcdefghi',
      idTerminal: '70000001',
    });
  });
});

describe('what the caller leaves out', () => {
  it('Chile: the ticket is the reference, and a plain sale', () => {
    expect(ready(buildAcceptedSale()).body).toMatchObject({ ticketNumber: 'ORD-1001', saleType: 0 });
  });

  it('Chile: a reference longer than a ticket may be, or none: the ticket is the id without tx_', () => {
    for (const reference of ['R'.repeat(25), '   ', undefined]) {
      expect(ready(buildAcceptedSale({ reference })).body['ticketNumber']).toBe('0123456789abcdefghi');
    }
  });

  it('Argentina: a card sale is a single payment', () => {
    expect(ready(buildArgentineSale(), centavos).body).toMatchObject({
      saleType: 0,
      installments: 1,
      planId: 'contado',
      interest: 0,
    });
  });

  it('what the answer is compared with: amount on the wire, function code, and whether a card was asked for', () => {
    const facts = { customId: 'tx_0123456789abcdefghi', functionCode: 100 };
    expect(ready(buildAcceptedSale({ options: { saleType: 1 } })).facts).toEqual({
      ...facts,
      amount: 5990,
      cardSale: true,
      money: { currency: 'CLP', minorPerWireUnit: 1, givesBack: false },
    });
    const pesos: CommandSettings = { arAmountUnit: 'pesos' };
    expect(ready(buildArgentineSale({ options: { saleType: 1, tip: 10_000 } }), pesos).facts).toEqual({
      ...facts,
      amount: 1200,
      cardSale: false,
      money: { currency: 'ARS', minorPerWireUnit: 100, givesBack: false, tip: 100 },
    });
    expect(ready(buildArgentineSale(), pesos).facts.cardSale).toBe(true);
  });

  it('a void’s answer is compared with the numbers of its sale', () => {
    const undoes = { name: 'x', merchant: 'demo-cl', authorizationCode: '012345', rememberUntil: 0 };
    const asked = buildAcceptedSale({
      type: 'void',
      amount: undefined,
      options: { operationId: 42 },
      undoes,
    });
    expect(ready(asked).facts).toMatchObject({
      voids: { operationId: 42, authorizationCode: '012345' },
      money: { givesBack: true },
    });
    expect(ready(buildAcceptedSale()).facts).not.toHaveProperty('voids');
  });
});

describe('amounts that cannot be sent', () => {
  const pesos: CommandSettings = { arAmountUnit: 'pesos' };

  it('pesos, with amount and tip that are not whole: both are named', () => {
    const sale = buildArgentineSale({ amount: { value: 120_050, currency: 'ARS' }, options: { tip: 99 } });
    expect(findAmountFaults(sale, pesos).map(({ field }) => field)).toEqual(['amount.value', 'options.tip']);
    expect(buildCommand(sale, pesos)).toMatchObject({ kind: 'unsendable' });
  });

  it('pesos: amount and tip go out in the same unit', () => {
    const sale = buildArgentineSale({ options: { tip: 12_000 } });
    expect(ready(sale, pesos).body).toMatchObject({ amount: 1200, tip: 120 });
    expect(ready(sale, centavos).body).toMatchObject({ amount: 120_000, tip: 12_000 });
  });

  it('the unit is not configured: nothing is sent, and the message says what to set', () => {
    const command = buildCommand(buildArgentineSale(), {});
    expect(command).toMatchObject({
      kind: 'unsendable',
      cause: expect.stringContaining('GETNET_AR_AMOUNT_UNIT'),
    });
  });

  it('no amount at all: nothing is sent', () => {
    expect(buildCommand(buildAcceptedSale({ amount: undefined }), {})).toMatchObject({ kind: 'unsendable' });
  });

  it('any amount: sent exactly, or named as a fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.integer({ min: 1, max: 10 ** 12 })), (value) => {
        const sale = buildArgentineSale({ amount: { value, currency: 'ARS' } });
        const whole = Number.isInteger(value) && value % 100 === 0 && value >= 100 && value <= 99_999_999_900;
        expect(findAmountFaults(sale, pesos).length).toBe(whole ? 0 : 1);
        if (whole) expect(ready(sale, pesos).body.amount).toBe(value / 100);
      }),
    );
  });
});

describe('countries', () => {
  it('each offers what it has', () => {
    const chile = ['sale', 'promo_sale', 'void', 'return', 'poll', 'details', 'close', 'duplicate'];
    expect(listCapabilities('CL')).toEqual([...chile, 'unattended_mode', 'print', 'identity_check']);
    const argentina = ['sale', 'return', 'poll', 'details', 'totals', 'last_voucher', 'params'];
    expect(listCapabilities('AR')).toEqual([...argentina, 'shift', 'shift_report', 'normal_mode']);
  });

  it('a type is found where it is offered', () => {
    expect(listCountriesWith('return')).toEqual(['AR', 'CL']);
    expect(listCountriesWith('void')).toEqual(['CL']);
    expect(listCountriesWith('totals')).toEqual(['AR']);
    expect(transactionTypes.filter((type) => listCountriesWith(type).length === 0)).toEqual([]);
  });

  const options = (country: 'CL' | 'AR') => getCountryPack(country).commands.sale?.options;

  it.each([
    [{ ticketNumber: 'x'.repeat(25) }],
    [{ ticketNumber: ' ' }],
    [{ saleType: 7 }],
    [{ saleType: '1' }],
    [{ employeeId: 10_000 }],
    [{ employeeId: 1.5 }],
    [{ tip: 1 }],
    [{ printOnPos: 'yes' }],
    [{ paymentCategory: '' }],
    [{ webhook: 'https://example.test' }],
  ])('Chile refuses %j', (given) => {
    expect(options('CL')?.safeParse(given).success).toBe(false);
  });

  it.each([
    [{ saleType: 2 }],
    [{ tip: -1 }],
    [{ tip: 0.5 }],
    [{ installments: 0 }],
    [{ planId: '' }],
    [{ ticketNumber: '5001' }],
    [{ skipReceipt: 1 }],
  ])('Argentina refuses %j', (given) => {
    expect(options('AR')?.safeParse(given).success).toBe(false);
  });

  it('the documented options pass', () => {
    expect(options('CL')?.parse(chilean)).toEqual(chilean);
    expect(options('AR')?.parse(argentineCard)).toEqual(argentineCard);
    expect(options('AR')?.parse({})).toEqual({});
  });

  it('any id is short enough for a ticket', () => {
    const transactionId = 'tx_zzzzzzzzzzzzzzzzzzz' as TransactionId;
    const given = ready(buildAcceptedSale({ transactionId, reference: undefined })).body['ticketNumber'];
    expect(options('CL')?.safeParse({ ticketNumber: given }).success).toBe(true);
  });
});
