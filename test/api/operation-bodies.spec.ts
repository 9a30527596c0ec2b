import { describe, expect, it } from '@jest/globals';
import { operationExamples } from '../../src/api/docs/operation-examples.js';
import { Problem } from '../../src/api/problems/problem.js';
import type { Fault } from '../../src/api/problems/problem.js';
import type { Place } from '../../src/api/transactions/body/body-fields.js';
import { readStartBody } from '../../src/api/transactions/body/read-start-body.js';
import { listCapabilities, countries } from '../../src/getnet/countries/countries.js';

const CL: Place = { country: 'CL', settings: {} };
const AR: Place = { country: 'AR', settings: { arAmountUnit: 'pesos' } };
const original = 'tx_0123456789abcdefghi';

const clp = (value: number) => ({ value, currency: 'CLP' });
const ars = (value: number) => ({ value, currency: 'ARS' });

const text = (data: string, printSeq = 1) => ({ printSeq, type: 'text', encode: '', data, align: 'left' });
const code = (encode: string, data: string) => ({
  printSeq: 1,
  type: encode === 'ean13' ? 'barcode' : 'printcode',
  encode,
  data,
  align: 'center',
});
const print = (...details: readonly object[]) => ({ type: 'print', options: { details } });

/** As the tax office's instructions print one: names, numbers and signatures, none of them a card's. */
const TAX_STAMP = [
  '<TED version="1.0"><DD><RE>97975000-5</RE><TD>33</TD><F>27</F><FE>2003-09-08</FE><RR>8414240-9</RR>',
  '<RSR>JORGE GONZALEZ LTDA</RSR><MNT>502946</MNT><IT1>Cajon AFECTO</IT1><CAF version="1.0"><DA><RE>97975000-5</RE>',
  '<RS>RUT DE PRUEBA</RS><TD>33</TD><RNG><D>1</D><H>200</H></RNG><FA>2003-09-04</FA><RSAPK>',
  '<M>0a4O6Kbx8Qj3K4iWSP4w7KneZYeJ+g/prihYtIEolKt3cykSxl1zO8vSXu397QhTmsX7SBEudTUx++2zDXBhZw==</M><E>Aw==</E></RSAPK>',
  '<IDK>100</IDK></DA><FRMA algoritmo="SHA1withRSA">',
  'g1AQX0sy8NJugX52k2hTJEZAE9Cuul6pqYBdFxj1N17umW7zG/hAavCALKByHzdYAfZ3LhGTXCai5zNxOo4lDQ==</FRMA></CAF>',
  '<TSTED>2003-09-08T12:28:31</TSTED></DD><FRMT algoritmo="SHA1withRSA">',
  'pqjXHHQLJmyFPMRvxScN7tYHvIsty0pqL2LLYaG43jMmnfiZfllLA0wb32lP+HBJ/tf8nziSeorvjlx410ZImw==</FRMT></TED>',
].join('\n');

/** Satisfies the check digit of a card as well as its own. */
const ARTICLE = '4006381000093';
const CARD = '4111111111111111';

function findFaults(body: object, place: Place): readonly Fault[] {
  try {
    readStartBody({ terminalId: 'till-1', ...body }, place);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.body.errors ?? [];
    throw thrown;
  }
  return [];
}

const listFaultyFields = (body: object, place: Place) => findFaults(body, place).map(({ field }) => field);

describe('a request that is taken', () => {
  it.each<[string, object, Place]>([
    ['a promo sale', { type: 'promo_sale', amount: clp(5990), options: { idPromo: 'P' } }, CL],
    ['a void of a sale of ours', { type: 'void', originalTransactionId: original }, CL],
    ['and it prints', { type: 'void', originalTransactionId: original, options: { printOnPos: true } }, CL],
    ['a void by numbers', { type: 'void', options: { operationId: 42 } }, CL],
    ['a return of all that is left', { type: 'return', originalTransactionId: original }, CL],
    ['a return of a part', { type: 'return', originalTransactionId: original, amount: clp(1) }, CL],
    ['a return by numbers', { type: 'return', amount: clp(1), options: { authorizationCode: '012345' } }, CL],
    ['in Argentina', { type: 'return', originalTransactionId: original, amount: ars(12_000) }, AR],
    [
      'in Argentina, of another day',
      { type: 'return', originalTransactionId: original, options: { originalTransDate: '2026-01-15' } },
      AR,
    ],
    [
      'in Argentina, by numbers',
      {
        type: 'return',
        amount: ars(120_000),
        options: { authorizationCode: '067890', originalTransDate: '2026-01-15' },
      },
      AR,
    ],
    ['a close', { type: 'close' }, CL],
    ['a close whatever is open', { type: 'close', evenIfUnsettled: true }, CL],
    ['a report with a reference', { type: 'poll', reference: 'morning' }, AR],
    ['a tax id', { type: 'identity_check', options: { rutToValidate: '11.111.111-1' } }, CL],
    ['a document', print(text('ORDER 1001'), text('THANK YOU', 2)), CL],
    ['an article that looks like a card', print(code('ean13', ARTICLE)), CL],
    ['a tax stamp', print(code('pdf417', TAX_STAMP)), CL],
    ['the longest code', print(code('pdf417', 'x'.repeat(1_500))), CL],
    ['a tax id without dots', { type: 'identity_check', options: { rutToValidate: '10000013k' } }, CL],
  ])('%s', (_, body, place) => {
    expect(findFaults(body, place)).toEqual([]);
  });
});

describe('a request that is refused names the field', () => {
  it.each<[string, object, Place, readonly string[]]>([
    ['a promo sale without its promo', { type: 'promo_sale', amount: clp(1) }, CL, ['options.idPromo']],
    ['a void of nothing', { type: 'void' }, CL, ['originalTransactionId']],
    ['a return of nothing', { type: 'return', amount: clp(1) }, CL, ['originalTransactionId']],
    [
      'a void named twice',
      { type: 'void', originalTransactionId: original, options: { operationId: 42 } },
      CL,
      ['options.operationId'],
    ],
    [
      'a return named twice',
      { type: 'return', originalTransactionId: original, options: { authorizationCode: '012345' } },
      AR,
      ['options.authorizationCode'],
    ],
    ['a void in part', { type: 'void', originalTransactionId: original, amount: clp(1) }, CL, ['amount']],
    ['a void that names no text', { type: 'void', originalTransactionId: 7 }, CL, ['originalTransactionId']],
    ['a void of number 0', { type: 'void', options: { operationId: 0 } }, CL, ['options.operationId']],
    ['numbers without an amount', { type: 'return', options: { authorizationCode: '1' } }, CL, ['amount']],
    [
      'numbers without their day',
      { type: 'return', amount: ars(12_000), options: { authorizationCode: '1' } },
      AR,
      ['options.originalTransDate'],
    ],
    [
      'a day that is none',
      { type: 'return', originalTransactionId: original, options: { originalTransDate: '2026-02-30' } },
      AR,
      ['options.originalTransDate'],
    ],
    [
      'a return that is not whole pesos',
      { type: 'return', originalTransactionId: original, amount: ars(12_050) },
      AR,
      ['amount.value'],
    ],
    [
      'a sale that undoes',
      { type: 'sale', originalTransactionId: original, amount: clp(1) },
      CL,
      ['originalTransactionId'],
    ],
    ['a report with an amount', { type: 'poll', amount: clp(1) }, CL, ['amount']],
    ['a report forced', { type: 'details', evenIfUnsettled: true }, CL, ['evenIfUnsettled']],
    ['a close forced by a word', { type: 'close', evenIfUnsettled: 'yes' }, CL, ['evenIfUnsettled']],
    ['no voucher', { type: 'duplicate' }, CL, ['options.operationId']],
    ['no options at all', { type: 'print', options: [] }, CL, ['options']],
    [
      'a wrong check digit',
      { type: 'identity_check', options: { rutToValidate: '11.111.111-2' } },
      CL,
      ['options.rutToValidate'],
    ],
    ['a line too wide', print(text('x'.repeat(49))), CL, ['options.details.0.data']],
    ['a card in a line', print(text('ORDER'), text(`CARD ${CARD}`, 2)), CL, ['options.details.1.data']],
    [
      'a card in an item',
      print({
        printSeq: 1,
        type: 'array',
        encode: '',
        data: [{ item0: 'a' }, { item1: CARD }],
        align: 'left',
      }),
      CL,
      ['options.details.0.data.1.item1'],
    ],
    ['a card as a square code', print({ ...code('qr', CARD) }), CL, ['options.details.0.data']],
    ['an article’s digits as text', print(text(ARTICLE)), CL, ['options.details.0.data']],
    ['a wrong article', print(code('ean13', '4006381000094')), CL, ['options.details.0.data']],
  ])('%s', (...[, body, place, fields]) => {
    expect(listFaultyFields(body, place)).toEqual(fields);
  });

  it('what would be right is said: one name of a sale, not two', () => {
    const twice = { type: 'void', originalTransactionId: original, options: { operationId: 42 } };
    expect(findFaults(twice, CL)[0]?.message).toContain('leave out one of the two');
    expect(findFaults({ type: 'void' }, CL)[0]?.message).toContain('options.operationId');
    expect(findFaults({ ...twice, options: {}, amount: clp(1) }, CL)[0]?.message).toContain('whole sale');
  });

  it('however deep a body goes, it is only refused', () => {
    const deep = JSON.parse(`{"details":${'['.repeat(20_000)}${']'.repeat(20_000)}}`) as object;
    expect(listFaultyFields({ type: 'print', options: deep }, CL)).toContain('options.details.0');
  });
});

describe('the examples of the document', () => {
  const places: Readonly<Record<string, Place>> = { CL, AR };
  const examples = Object.entries(operationExamples());

  it('every operation of every country has one', () => {
    const named = new Set(
      examples.map(
        ([, body]) => `${(body as { terminalId: string }).terminalId} ${(body as { type: string }).type}`,
      ),
    );
    const all = countries.flatMap((country) =>
      listCapabilities(country).map((type) => `${country.toLowerCase()}-till-1 ${type}`),
    );
    expect([...named].toSorted()).toEqual(all.toSorted());
  });

  it.each(examples)('%s: it is taken', (_, body) => {
    const { terminalId } = body as { readonly terminalId: string };
    const place = places[terminalId.slice(0, 2).toUpperCase()];
    expect(place && findFaults(body, place)).toEqual([]);
  });
});
