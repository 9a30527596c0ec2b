import { describe, expect, it } from '@jest/globals';
import { toForgottenTransaction } from '../../src/api/ledger/old-keys.service.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Status } from '../../src/domain/status.js';
import { createRandom, generateLife } from './support/generated.js';

/** A transaction as the ledger keeps it. */
function keep(status: Status, outcome: Snapshot['outcome'], hasEnded: boolean) {
  const [first] = generateLife(1, createRandom(1));
  if (first === undefined) throw new Error('no life was generated');
  const { shown } = first;
  return toForgottenTransaction({
    shown: { ...shown, snapshot: { ...shown.snapshot, status, outcome } },
    hasEnded,
  }).snapshot;
}

describe('a transaction that Temporal has forgotten', () => {
  it('was not sent, and the end of its run was not read: it may have been retried since, so the money is unknown', () => {
    const { status, outcome } = keep('not_sent', { moneyMoved: 'no' }, false);
    expect([status, outcome.moneyMoved]).toEqual(['needs_attention', 'unknown']);
  });

  it('was not sent, and its run has ended: no money moved', () => {
    const { status, outcome } = keep('not_sent', { moneyMoved: 'no' }, true);
    expect([status, outcome.moneyMoved]).toEqual(['not_sent', 'no']);
  });

  it('was approved, whether the end of its run was read or not: money moved', () => {
    for (const hasEnded of [false, true]) {
      const { status, outcome } = keep('approved', { moneyMoved: 'yes' }, hasEnded);
      expect([status, outcome.moneyMoved]).toEqual(['approved', 'yes']);
    }
  });
});
