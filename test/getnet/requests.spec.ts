import { describe, expect, it } from '@jest/globals';
import { transactionTypes } from '../../src/domain/transaction-type.js';
import { buildCommand } from '../../src/getnet/command.js';
import type { CommandSettings } from '../../src/getnet/command.js';
import { countries, getCountryPack } from '../../src/getnet/countries/countries.js';
import { documentedRequests, buildSchema } from './support/documented.js';
import type { Documented } from './support/documented.js';

const webhook = 'https://example.test/webhooks/getnet';
const rows = documentedRequests.map((row) => [row.file, row] as const);

function settingsFor({ body }: Documented): CommandSettings {
  return {
    arAmountUnit: 'centavos',
    ...(typeof body['idSucursal'] === 'string' && { sendIdSucursalAs: 'string' }),
  };
}

describe('every documented request is what goes out', () => {
  it.each(rows)('%s: without a callback address, and with one', (_file, row) => {
    const { accepted, command, body } = row;
    const expected = { ...body, customId: accepted.customId };
    const settings = settingsFor(row);
    expect(buildCommand(accepted, settings)).toMatchObject({ kind: 'ready', path: command.path });
    expect(buildCommand(accepted, settings)).toHaveProperty('body', expected);
    expect(buildCommand(accepted, { ...settings, webhook })).toHaveProperty('body', { ...expected, webhook });
  });

  it.each(rows)('%s: its options are taken as they are', (_file, { command, options }) => {
    expect(buildSchema(command).parse(options)).toEqual(options);
  });

  it('a documented request for each type of each country', () => {
    const documented = new Set(documentedRequests.map(({ country, type }) => `${country} ${type}`));
    const offered = countries.flatMap((country) =>
      transactionTypes
        .filter((type) => getCountryPack(country).commands[type])
        .map((type) => `${country} ${type}`),
    );
    expect(offered.filter((name) => !documented.has(name))).toEqual([]);
  });
});

describe('what goes out beside the documented', () => {
  const row = (file: string) =>
    documentedRequests.find((each) => each.file === `requests/${file}`) as Documented;
  const buildBody = ({ accepted }: Documented, over: object) => {
    const command = buildCommand({ ...accepted, ...over }, { arAmountUnit: 'centavos' });
    return command.kind === 'ready' ? command.body : command;
  };

  it('a void of a known amount: no amount goes out, and none is compared', () => {
    const documented = row('cl-void-sync.json');
    const over = { amount: { value: 5990, currency: 'CLP' } };
    expect(buildBody(documented, over)).not.toHaveProperty('amount');
    expect(buildCommand({ ...documented.accepted, ...over } as never, {})).not.toHaveProperty('facts.amount');
  });

  it.each([
    ['cl-void-sync.json', 'a void needs options.operationId'],
    ['cl-return-sync.json', 'a return needs options.authorizationCode'],
    ['ar-return-sync.json', 'a return needs options.authorizationCode'],
  ])('%s without the number of its sale: nothing is sent', (file, cause) => {
    expect(buildBody(row(file), { options: { printOnPos: true } })).toEqual({ kind: 'unsendable', cause });
  });

  it.each([
    ['cl-bioauth.json', { rutToValidate: '11111111-1' }, { authType: 0 }],
    ['cl-c2cmode.json', {}, { c2cMode: true }],
    ['ar-shift.json', {}, { shiftOperation: 0, numberOfShift: 1 }],
    ['cl-salepromo.json', { idPromo: 'P' }, { saleType: 0, ticketNumber: '0123456789abcdefghi' }],
  ])('%s with the least a caller must say: %j goes out with %j', (file, options, defaults) => {
    expect(buildBody(row(file), { options })).toMatchObject({ ...options, ...defaults });
  });

  it('a report where the Argentine unit is not set: it goes out, because it has no amount', () => {
    const { accepted } = row('ar-poll.json');
    expect(buildCommand(accepted, {})).toMatchObject({ kind: 'ready', facts: { functionCode: 106 } });
  });

  it('money moves: what its answer is compared with has no room for the rules of reports', () => {
    const money = documentedRequests.filter((each) =>
      ['sale', 'promo_sale', 'void', 'return'].includes(each.type),
    );
    expect(money.length).toBeGreaterThan(10);
    for (const each of documentedRequests) {
      const command = buildCommand(each.accepted, { arAmountUnit: 'centavos' });
      expect('facts' in command && command.facts.report !== undefined).toBe(!money.includes(each));
    }
  });
});
