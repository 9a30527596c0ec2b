import { describe, expect, it } from '@jest/globals';
import { findAttentionReason } from '../../src/domain/attention.js';
import type { Late } from '../../src/domain/late-result.js';
import { openRecord, recordProof } from '../../src/domain/record.js';
import { declined, saleInput } from '../support/terms.js';

const at = '2026-01-15T14:00:00.000Z';

describe('a charge that was found late', () => {
  const { accepted } = saleInput();
  const snapshot = recordProof(openRecord(accepted), { proof: declined(), source: 'status_query' }, at);
  const late = { moneyMoved: 'yes', at, action: 'undo' } as const;
  const findReason = (news: Late) =>
    findAttentionReason({
      snapshot,
      late: news,
      hasEnded: false,
      isBeingVerified: false,
      isLeaseEndedByHand: false,
    });

  it.each<[string, Late, string | undefined]>([
    ['kept by the merchant', { ...late, action: 'keep' }, undefined],
    ['a person is asked', { ...late, action: 'ask' }, 'late_result'],
    ['the service gives it back', { ...late, undo: { state: 'open' } }, undefined],
    ['the service has given it back', { ...late, undo: { state: 'done' } }, undefined],
    ['the service could not give it back', { ...late, undo: { state: 'failed' } }, 'late_result'],
  ])('%s: a person is told only where there is something to do', (_, news, reason) => {
    expect(findReason(news)).toBe(reason);
  });
});
