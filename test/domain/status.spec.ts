import { describe, expect, it } from '@jest/globals';
import { deriveMoneyMoved, deriveProvenStatus, isFinal, statuses } from '../../src/domain/status.js';
import type { MoneyMoved, Status } from '../../src/domain/status.js';

const moneyBy: Readonly<Record<Status, MoneyMoved>> = {
  queued: 'no',
  dispatching: 'unknown',
  in_progress: 'unknown',
  cancel_requested: 'unknown',
  verifying: 'unknown',
  needs_attention: 'unknown',
  approved: 'yes',
  declined: 'no',
  not_sent: 'no',
  completed: 'no',
  reversing: 'yes',
  reversed: 'no',
  reversal_failed: 'yes',
};

describe('what a status says', () => {
  it.each(statuses)('a payment is %s: whether money moved is never guessed', (status) => {
    expect(deriveMoneyMoved(status, 'sale')).toBe(moneyBy[status]);
    expect(deriveMoneyMoved(status, 'void')).toBe(moneyBy[status]);
    expect(deriveMoneyMoved(status, 'poll')).toBe('no');
  });

  it('only what is proven, or was never sent, is final', () => {
    const final = ['approved', 'declined', 'not_sent', 'completed', 'reversed'];
    expect(statuses.filter(isFinal)).toEqual(final);
  });

  it('a report is approved by Getnet: it is completed; a payment keeps its word', () => {
    expect(deriveProvenStatus('approved', 'poll')).toBe('completed');
    expect(deriveProvenStatus('approved', 'return')).toBe('approved');
    expect(deriveProvenStatus('declined', 'poll')).toBe('declined');
  });
});
