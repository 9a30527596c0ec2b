import { describe, expect, it } from '@jest/globals';
import { collectRawFields } from '../../src/getnet/mapping/raw-fields.js';

const collect = (payload: Readonly<Record<string, unknown>>) =>
  collectRawFields(payload, { amountToo: false });
const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`extra${at}`, at]));

describe('the fields of an answer that have no place of their own', () => {
  it('exactly as many as are kept: none was cut', () => {
    expect(collect(numbered(60))).toMatchObject({ cut: false });
    expect(collect(numbered(61))).toMatchObject({ cut: true });
  });

  it('a text with blanks around it: it is kept without them', () => {
    expect(collect({ shelf: '  till 3 ' }).fields).toEqual({ shelf: 'till 3' });
  });
});
