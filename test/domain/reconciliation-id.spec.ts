import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTransactionId } from '../../src/domain/ids.js';
import {
  MAX_ROUNDS,
  deriveClosingId,
  deriveReportId,
  parseReconciliationId,
} from '../../src/domain/reconciliation-id.js';
import type { ReconciliationId } from '../../src/domain/reconciliation-id.js';

function parse(text: string): ReconciliationId {
  const id = parseReconciliationId(text);
  if (id === undefined) throw new Error(`${text} is no reconciliation id`);
  return id;
}

const id = parse('rc_0123456789ABCDEFxyz');
const rounds = Array.from({ length: MAX_ROUNDS }, (_, place) => place + 1);
const listIds = (of: ReconciliationId) =>
  rounds.flatMap((round) => [deriveReportId(of, round), deriveClosingId(of, round)]);

describe('the id of a reconciliation', () => {
  it.each([
    'tx_0123456789ABCDEFxyz',
    'rc_0123456789ABCDEFxy',
    'rc_0123456789ABCDEFxyz0',
    ' rc_0123456789ABCDEFxyz',
    'rc_0123456789ABCDEFx-z',
  ])('%s is none', (text) => {
    expect(parseReconciliationId(text)).toBeUndefined();
  });

  it('the first report has its letters, so that asking twice starts one report', () => {
    expect(deriveReportId(id)).toBe('tx_0123456789ABCDEFxyz');
    expect(deriveReportId(id, 1)).toBe(deriveReportId(id));
  });

  /** A run that is replayed, or begun again by another release, has to find the transactions that it started. */
  it('the ids of later rounds and of the closings stay the same between releases', () => {
    expect(deriveReportId(id, 2)).toBe('tx_123456789ABCDEFGyz0');
    expect(deriveClosingId(id, 1)).toBe('tx_BCDEFGHIJKLMNOPQ89A');
    expect(deriveClosingId(id, MAX_ROUNDS)).toBe('tx_KLMNOPQRSTUVWXYZHIJ');
  });

  it('each report and each closing of any reconciliation is a transaction of its own', () => {
    const letters = fc.stringMatching(/^[0-9A-Za-z]{19}$/);
    fc.assert(
      fc.property(letters, (text) => {
        const ids = listIds(parse(`rc_${text}`));
        expect(new Set(ids).size).toBe(2 * MAX_ROUNDS);
        expect(ids.map(parseTransactionId)).toEqual(ids);
      }),
    );
  });
});
