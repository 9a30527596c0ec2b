import { describe, expect, it } from '@jest/globals';
import {
  CHARGE_BEING_VERIFIED,
  CHARGE_NOT_VERIFIED,
  findChargeDoubt,
  refuseDoubtedCharge,
} from '../../src/domain/charge-doubt.js';
import type { ChargeDoubt } from '../../src/domain/charge-doubt.js';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { LateFinding } from '../../src/domain/late-result.js';
import type { UndoRefusal } from '../../src/domain/undo.js';
import { declined, requireIdPosTxs } from '../support/terms.js';

const first = requireIdPosTxs('900001');
const second = requireIdPosTxs('900002');

/** News about a charge that does not stand, unless they say otherwise. */
const news = (over: Partial<LateFinding> = {}): LateFinding => ({
  moneyMoved: 'no',
  verdict: declined('900001'),
  foundAt: '2026-01-15T13:40:00.000Z',
  ...over,
});
const silent = { verdict: { kind: 'silent', cause: 'no answer' } } as const;

const BEING_VERIFIED = 'Getnet is being asked about news that came after its approval';
const NOT_VERIFIED = 'news came after its approval, and whether its charge stands is not known';
const gone = (who: string): ChargeDoubt => ({
  kind: 'gone',
  why: `${who} after the end that its charge is gone`,
});
const proven = gone('Getnet proved');

describe('what news after the approval say against giving back the sale', () => {
  it.each<[string, LateFinding, ChargeDoubt | undefined]>([
    ['the charge is proven once more: nothing', news({ moneyMoved: 'yes' }), undefined],
    [
      'nobody could find out: it is not known whether the charge stands',
      news({ moneyMoved: 'unknown' }),
      CHARGE_NOT_VERIFIED,
    ],
    [
      'a person says that nobody knows: the same',
      news({ moneyMoved: 'unknown', evidence: 'operator' }),
      CHARGE_NOT_VERIFIED,
    ],
    ['it does not stand, by records of before: Getnet proved that it is gone', news(), proven],
    ['by the status query: Getnet proved it', news({ evidence: 'status_query' }), proven],
    ['by the device query: Getnet proved it', news({ evidence: 'device_query' }), proven],
    ['by a person: a person said that it is gone', news({ evidence: 'operator' }), gone('a person said')],
  ])('%s', (_, finding, expected) => {
    expect(findChargeDoubt({ idPosTxs: first }, finding)).toEqual(expected);
  });

  it.each<[string, { idPosTxs?: IdPosTxs }, LateFinding, ChargeDoubt | undefined]>([
    ['they name another number: nothing', { idPosTxs: first }, news({ idPosTxs: second }), undefined],
    [
      'their verdict names another number: nothing',
      { idPosTxs: first },
      news({ verdict: declined('900002') }),
      undefined,
    ],
    [
      'nobody could find out about another number: nothing',
      { idPosTxs: first },
      news({ moneyMoved: 'unknown', idPosTxs: second }),
      undefined,
    ],
    ['they name the number of the sale: it is gone', { idPosTxs: first }, news({ idPosTxs: first }), proven],
    ['they name no number: it is gone', { idPosTxs: first }, news(silent), proven],
    ['the sale has no number: it is gone', {}, news({ idPosTxs: second }), proven],
    [
      'the sale has no number, and it was charged: nothing',
      {},
      news({ moneyMoved: 'yes', idPosTxs: second }),
      undefined,
    ],
  ])('%s', (_, sale, ...[finding, expected]) => {
    expect(findChargeDoubt(sale, finding)).toEqual(expected);
  });
});

describe('whether a doubted charge refuses an undo', () => {
  it.each<[string, ChargeDoubt, UndoRefusal | undefined]>([
    [
      'Getnet is being asked: not settled yet',
      CHARGE_BEING_VERIFIED,
      { reason: 'not-settled', detail: BEING_VERIFIED },
    ],
    ['the charge is gone: nothing to reverse', proven, { reason: 'not-reversible', detail: proven.why }],
    ['nobody could find out: a person may undo it', CHARGE_NOT_VERIFIED, undefined],
  ])('%s', (_, doubt, expected) => {
    expect(refuseDoubtedCharge(doubt)).toEqual(expected);
  });
});

it.each([
  ['Getnet is being asked', CHARGE_BEING_VERIFIED, { kind: 'verifying', why: BEING_VERIFIED }],
  ['the run that asked was ended by hand', CHARGE_NOT_VERIFIED, { kind: 'unknown', why: NOT_VERIFIED }],
])('the doubt where %s says so', (_, doubt, expected) => {
  expect(doubt).toEqual(expected);
});
