import fc from 'fast-check';
import type { CustomId, IdPosTxs } from '../../../src/domain/ids.js';
import { fixture } from './fixtures.js';

/** A card sale of ours, for the answers below. */
export const facts = {
  customId: 'tx_0123456789abcdefghi' as CustomId,
  functionCode: 100,
  amount: 5990,
  cardSale: true,
  money: { currency: 'CLP', minorPerWireUnit: 1, givesBack: false } as const,
};
export const command = { ...facts, offlineMeans: 'not_sent' as const };
export const question = { ...facts, idPosTxs: '900001' as IdPosTxs, idFromCallback: false };

export const status = fc.constantFrom(200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 502, 503);
const code = fc.constantFrom<unknown>(
  0,
  1,
  2,
  3,
  '0',
  '1',
  '00',
  ' 1 ',
  0.5,
  -1,
  1006,
  null,
  true,
  'x',
  '',
  [],
  {},
);
const id = fc.constantFrom<unknown>(900001, '900001', '0900001', 900777, 0, '', null, 'abc', 1e300, [900001]);
const name = fc.constantFrom<unknown>(facts.customId, 'tx_other', '', null, 7);
const terminal = fc.record(
  {
    functionCode: fc.constantFrom<unknown>(100, '100', 102, null, 'x'),
    responseCode: code,
    code,
    responseMessage: fc.constantFrom<unknown>('Aprobado', 'x', null),
    amount: fc.constantFrom<unknown>(5990, '5990', 59900, '5990.00', null, 'x'),
    authorizationCode: fc.constantFrom<unknown>('012345', '', '000000', 'null', null, 12345, 123456),
    customId: name,
    idPosTxs: id,
  },
  { requiredKeys: [] },
);
const message = fc.constantFrom<unknown>(
  'TRANSACTION FINISHED',
  'APROBADO SUCCESS',
  'UNAUTHORIZED',
  'KEYPOS NOT FOUND',
  'OPERATION IN PROGRESS (15s)',
  'TIMEOUT (90 SECONDS)',
  'ID NOT FOUND',
  7,
  null,
);
const nested = fc.record(
  { idPosTxs: id, customId: name, response: fc.oneof(terminal, fc.jsonValue()) },
  { requiredKeys: [] },
);
export const wrapper = fc.record(
  {
    code,
    status: fc.constantFrom('OK', 'ERROR'),
    message,
    data: fc.oneof(nested, terminal, fc.jsonValue()),
    idPosTxs: id,
  },
  { requiredKeys: [] },
);
const approval = {
  functionCode: 100,
  responseCode: 0,
  responseMessage: 'Aprobado',
  amount: 5990,
  authorizationCode: '012345',
  customId: facts.customId,
  idPosTxs: 900001,
};
/** An approval of our command in which a little is wrong, or nothing. */
const nearly = fc
  .tuple(terminal, fc.subarray(Object.keys(approval), { maxLength: 2 }), fc.boolean())
  .map(([other, wrong, flat]) => {
    const changed = Object.fromEntries(wrong.map((key) => [key, other[key as keyof typeof other]]));
    const result = { ...approval, ...changed };
    return { code: 1, data: flat ? result : { response: result } };
  });
/** Any text at all, mostly near an answer of Getnet's. */
export const body = fc.oneof(
  { weight: 4, arbitrary: nearly.map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: wrapper.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.nat(600).map((length) => fixture('replies/cl-sale-approved-shape-a.json').slice(0, length)),
  },
);
