import { describe, expect, it } from '@jest/globals';
import { isSameCode, readAuthorizationCode } from '../../src/getnet/mapping/authorization-code.js';
import { joinClauses, toReadings } from '../../src/getnet/mapping/message-text.js';
import { maskScalar, maskText, redactExcerpt } from '../../src/getnet/mapping/safe-text.js';
import { classifyServerError } from '../../src/getnet/mapping/server-error.js';
import { toCard, toOperationId } from '../../src/getnet/mapping/voucher.js';

describe('a text of Getnet’s that is kept', () => {
  it('it is as long as it may be: kept whole; longer: cut, and the cut shows', () => {
    expect(maskText('Aprobada', 8)).toBe('Aprobada');
    expect(maskText('Aprobada.', 8)).toBe('Aprobad…');
  });

  // Far longer than what is kept, and it ends with digits of which only the beginning is read.
  it.each(['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', '4111.1111.1111.1111'])(
    'a card number %s lies where a long text is cut: nothing is left of it',
    (card) => {
      const before = 'https://example.com/'.padEnd(8 * 20 - 9, 'x');
      const kept = maskText(`${before} ${card} and more`, 20);
      expect(kept).toBe('(address)');
    },
  );

  it('a text is just as long as what is read of it: its digits at the end are kept', () => {
    const before = 'https://example.com/'.padEnd(8 * 20 - 4, 'x');
    expect(maskText(`${before} 123`, 20)).toBe('(address) 123');
  });

  it('a long text is cut between words: digits and blanks elsewhere stay', () => {
    const text = `caja 7 ${'https://example.com/'.padEnd(200, 'x')}`;
    expect(maskText(text, 20)).toBe('caja 7 (address)');
  });

  it.each([
    ['4111.11**.****.1111', '****.1111'],
    ['4111 11** **** 1111', '**** 1111'],
    ['4111.11.XXXXXX.1111', '1111'],
  ])('%s, a card behind stars: its first digits go', (text, end) => {
    expect(maskText(text)).not.toMatch(/4111/);
    expect(maskText(text).endsWith(end)).toBe(true);
  });

  it.each([true, false, null, 0, 42, 'Aprobado', 'A0000000031010'])(
    '%j has nothing to hide: kept as it is, of its own type',
    (value) => {
      expect(maskScalar(value)).toBe(value);
    },
  );

  it('a number or a text may be a card: masked', () => {
    expect(maskScalar(4_111_111_111_111_111)).toBe('****1111');
    expect(maskScalar('4111 1111 1111 1111')).toBe('****1111');
  });
});

describe('the beginning of a body that could not be read', () => {
  it('line ends and runs of blanks are one blank, so that the log has one line', () => {
    expect(redactExcerpt('<html>\r\n\t  Bad   Gateway')).toBe('<html> Bad Gateway');
  });

  it('it is longer than what is looked at: the rest cannot show', () => {
    const address = 'https://example.com/'.padEnd(1_000, 'x');
    expect(redactExcerpt(`${address} secret`)).toBe('(address)');
  });

  it.each(['411 111 111 111 1111', '411.111.111.111.1111', '411-111-111-111-1111'])(
    'a card number in groups of three, %s: no more than its grouping is left',
    (card) => {
      expect(redactExcerpt(`card ${card}`)).not.toMatch(/\d/);
    },
  );
});

describe('a message of Getnet’s, as it is read', () => {
  it('whatever its case, accents, punctuation and blanks: one reading', () => {
    expect(toReadings('  Operación   en\tcurso. ')).toEqual(['OPERACION EN CURSO |']);
    expect(toReadings('(ID) no encontrado')).toEqual(['| ID | NO ENCONTRADO']);
    expect(toReadings('uno. (dos)')).toEqual(['UNO | | DOS |']);
  });

  it.each([
    ['| ID | NO ENCONTRADO', 'ID NO ENCONTRADO'],
    ['UNO | | DOS |', 'UNO DOS'],
    ['UNO|DOS', 'UNO DOS'],
    ['SIN CLAUSULAS', 'SIN CLAUSULAS'],
  ])('the clauses of “%s” as one run of words', (reading, words) => {
    expect(joinClauses(reading)).toBe(words);
  });

  it('UTF-8 was taken for Latin-1: it is read as it came and as it was meant', () => {
    expect(toReadings('OperaciÃ³n')).toEqual(['OPERACIA3N', 'OPERACION']);
  });

  it.each([
    ['it has letters of another alphabet, so it never was Latin-1', 'Ã³ Ł', ['A3']],
    ['it has nothing but such letters', 'Ł', ['']],
    ['its pairs mean no Spanish letter', 'É±X', ['E X']],
    ['it has accents of its own', 'Operación', ['OPERACION']],
  ])('%s: read as it came alone', (_what, message, readings) => {
    expect(toReadings(message)).toEqual(readings);
  });

  it('a letter was lost on the way: read with every letter that may have stood there', () => {
    expect(toReadings('A\uFFFDO')).toEqual(['AAO', 'AEO', 'AIO', 'AOO', 'AUO', 'ANO']);
  });

  it('it is longer than any message: nothing is read, so it is no refusal', () => {
    const refusal = 'KEYPOS NOT FOUND';
    expect(classifyServerError(refusal.padEnd(500))).toEqual({ kind: 'refusal', reason: 'terminal_unknown' });
    expect(classifyServerError(refusal.padEnd(501))).toEqual({ kind: 'other' });
  });

  it('a clause says that nothing is running: it is not read as busy', () => {
    expect(classifyServerError('TERMINAL BUSY')).toEqual({ kind: 'refusal', reason: 'terminal_busy' });
    expect(classifyServerError('TERMINAL BUSY, NO OPERATION IN PROGRESS')).toEqual({ kind: 'other' });
  });
});

describe('what is kept of a card', () => {
  type Voucher = Parameters<typeof toCard>[0];
  const unknown: Voucher = {
    authorizationCode: undefined,
    operationId: undefined,
    cardBrand: undefined,
    cardType: undefined,
    last4Digits: undefined,
  };

  it.each([
    ['its brand', { cardBrand: 'VI' }, { brand: 'VI', type: null, last4: null }],
    ['its type', { cardType: 'DB' }, { brand: null, type: 'DB', last4: null }],
    ['its last digits', { last4Digits: '1234' }, { brand: null, type: null, last4: '1234' }],
    [
      'more digits than it should be',
      { last4Digits: '45671234' },
      { brand: null, type: null, last4: '1234' },
    ],
  ])('%s alone is known: that, and nothing else', (_what, wire, card) => {
    expect(toCard({ ...unknown, ...wire })).toEqual(card);
  });

  it.each([{}, { last4Digits: '12' }, { last4Digits: '1234 ' }])('%j names no card', (wire) => {
    expect(toCard({ ...unknown, ...wire })).toBeNull();
  });

  it.each([
    [42, 42],
    [0, null],
    [-1, null],
    [NaN, null],
    [undefined, null],
  ])('the number of a sale, %j: %j', (operationId, kept) => {
    expect(toOperationId({ operationId })).toBe(kept);
  });
});

describe('two authorisation codes', () => {
  it.each([
    ['ab12cd', 'AB12CD', true],
    ['000123', '123', true],
    [' 012345 ', '12345', true],
    ['102345', '12345', false],
    ['012345', '012346', false],
  ])('“%s” and “%s”: the same, %s', (one, other, same) => {
    expect(isSameCode(one, other)).toBe(same);
    expect(isSameCode(other, one)).toBe(same);
  });

  it.each([
    ['000000', 'odd'],
    [12_345, 'odd'],
    [undefined, 'absent'],
    ['012345', 'code'],
  ])('%j is %s', (field, kind) => {
    expect(readAuthorizationCode(field)).toMatchObject({ kind });
  });
});
