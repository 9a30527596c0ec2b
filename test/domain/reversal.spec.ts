import { describe, expect, it } from '@jest/globals';
import {
  decideConfirmation,
  isHeldOpen,
  mustBeReversed,
  needsConfirmation,
  openConfirmation,
} from '../../src/domain/confirmation.js';
import { MAX_ATTEMPTS, buildCustomId, parseTransactionId } from '../../src/domain/ids.js';
import { openRecord } from '../../src/domain/record.js';
import {
  chooseReversal,
  computeRetryPauseMs,
  decideReversalStep,
  deriveReversalId,
  deriveReversalStatus,
  isForAnotherCharge,
  keepSale,
  listStates,
  nameOrder,
} from '../../src/domain/reversal.js';
import type { ReversalFacts, ReversalReport } from '../../src/domain/reversal.js';
import type { ReversalState, Snapshot } from '../../src/domain/snapshot.js';
import { requireIdPosTxs, saleInput } from '../support/terms.js';

const { accepted } = saleInput({ confirmWithinMs: 60_000 });
const approved: Snapshot = { ...openRecord(accepted), status: 'approved' };
const confirmation = (state: NonNullable<Snapshot['confirmation']>['state']) =>
  ({ state, confirmBy: '2026-01-15T13:32:00.000Z' }) as const;
const reversal = (state: NonNullable<Snapshot['reversal']>['state'], over = {}) =>
  ({ state, since: '2026-01-15T13:33:00.000Z', ...over }) as NonNullable<Snapshot['reversal']>;

describe('a sale that has to be confirmed', () => {
  it.each<[string, Snapshot, boolean]>([
    ['approved', approved, true],
    ['approved, and its time to confirm runs', { ...approved, confirmation: confirmation('open') }, true],
    ['confirmed', { ...approved, confirmation: confirmation('confirmed') }, false],
    ['not approved', { ...approved, status: 'declined' }, false],
    ['without a time to confirm', { ...approved, accepted: saleInput().accepted }, false],
    ['a return', { ...approved, accepted: { ...accepted, type: 'return' } }, false],
  ])('%s: %#', (_, snapshot, needs) => {
    expect(needsConfirmation(snapshot)).toBe(needs);
  });

  it('its time to confirm runs from the approval, and is opened once', () => {
    const opened = openConfirmation(approved, Date.parse('2026-01-15T13:31:00Z'));
    expect(opened.confirmation).toEqual(confirmation('open'));
    expect(openConfirmation(opened, Date.parse('2026-01-15T14:00:00Z'))).toBe(opened);
  });

  it('whoever decides first wins, and nothing is decided that is not open', () => {
    const opened = { ...approved, confirmation: confirmation('open') };
    const expired = decideConfirmation(opened, 'expired', 'then');
    expect(expired.confirmation).toEqual({ ...confirmation('expired'), decidedAt: 'then' });
    expect(decideConfirmation(expired, 'confirmed', 'later')).toBe(expired);
    expect(decideConfirmation(approved, 'confirmed', 'later')).toBe(approved);
  });

  it.each<[string, Partial<Snapshot>, boolean, boolean]>([
    ['open', { confirmation: confirmation('open') }, false, true],
    ['confirmed', { confirmation: confirmation('confirmed') }, false, false],
    ['nothing to confirm', {}, false, false],
    ['expired', { confirmation: confirmation('expired') }, true, true],
    ['given up', { confirmation: confirmation('given_up') }, true, true],
    [
      'expired, its undo open',
      { confirmation: confirmation('expired'), reversal: reversal('open') },
      true,
      true,
    ],
    ['expired, undone', { confirmation: confirmation('expired'), reversal: reversal('done') }, false, false],
    [
      'expired, its undo failed',
      { confirmation: confirmation('expired'), reversal: reversal('failed') },
      false,
      true,
    ],
  ])('%s: whether it must be undone, and whether its run stays open', (_, over, ...[must, isOpen]) => {
    expect(mustBeReversed({ ...approved, ...over })).toBe(must);
    expect(isHeldOpen({ ...approved, ...over })).toBe(isOpen);
  });
});

describe('how a sale is undone', () => {
  const all: ReversalFacts = {
    isVoidable: true,
    isReturnable: true,
    isSameDevice: true,
    obstacle: undefined,
    isPartlyReturned: false,
  };

  it.each<[string, Partial<ReversalFacts>, string]>([
    ['a void cannot name it', { isVoidable: false }, 'a void cannot name it here'],
    ['another device', { isSameDevice: false }, 'the terminal is another device now, which cannot void it'],
    [
      'a part went back',
      { isPartlyReturned: true },
      'a part was returned already, so only the rest can be returned',
    ],
    ['the batch was closed', { obstacle: 'the batch was closed' }, 'the batch was closed'],
  ])('%s: by a return, or not at all', (_, facts, reason) => {
    expect(chooseReversal({ ...all, ...facts })).toEqual({ kind: 'undo', type: 'return', reason });
    expect(chooseReversal({ ...all, ...facts, isReturnable: false })).toEqual({
      kind: 'impossible',
      reason: `${reason}, and Getnet gave no authorisation code to return it by`,
    });
  });

  it('nothing in the way: by a void, whether or not a return could name it', () => {
    const reason = 'the batch is open and the device is the one that took it';
    for (const isReturnable of [true, false])
      expect(chooseReversal({ ...all, isReturnable })).toEqual({ kind: 'undo', type: 'void', reason });
  });

  const notSent = (
    reason: Extract<ReversalReport, { kind: 'not_sent' }>['reason'],
    mayRetry = true,
  ): ReversalReport => ({ kind: 'not_sent', attempt: 1, reason, mayRetry });

  it.each<[string, ReversalReport, string, string]>([
    ['it is open', { kind: 'open', needsPerson: true }, 'wait', 'wait'],
    ['it is done', { kind: 'done' }, 'done', 'done'],
    ['the terminal declined it', { kind: 'declined' }, 'fail', 'fail'],
    ['it was undone already', notSent('already-reversed'), 'done', 'done'],
    ['it cannot be undone so', notSent('not-reversible'), 'return_instead', 'fail'],
    ['it is another terminal', notSent('wrong-terminal'), 'return_instead', 'fail'],
    ['it was cancelled', notSent('cancelled'), 'fail', 'fail'],
    ['it was asked for twice', notSent('duplicate-undo'), 'fail', 'fail'],
    ['the terminal was busy', notSent('terminal-busy'), 'retry', 'retry'],
    ['the terminal was busy, and its time is over', notSent('terminal-busy', false), 'fail', 'fail'],
  ])('%s: %#', (_, report, ...[afterVoid, afterReturn]) => {
    expect(decideReversalStep(report, 'void')).toBe(afterVoid);
    expect(decideReversalStep(report, 'return')).toBe(afterReturn);
  });
});

describe('what is shown of a sale that the service undoes', () => {
  const ended = '2026-01-15T13:34:00.000Z';
  const kept = { at: '2026-01-15T13:40:00.000Z' };
  const named = (over: Partial<Snapshot>) =>
    listStates({ ...approved, ...over })
      .slice(approved.states.length)
      .map(({ n, at, status }) => [n - approved.states.length, at, status]);

  it('nothing is undone: its own states', () => {
    expect(deriveReversalStatus(approved)).toBeUndefined();
    expect(listStates(approved)).toBe(approved.states);
    expect(listStates({ ...approved, states: [], reversal: reversal('open') })).toEqual([]);
  });

  it.each<[ReversalState, object, string, readonly string[]]>([
    ['open', {}, 'reversing', ['reversing']],
    ['done', { endedAt: ended }, 'reversed', ['reversing', 'reversed']],
    ['failed', { endedAt: ended }, 'reversal_failed', ['reversing', 'reversal_failed']],
    ['kept', { endedAt: ended, keptBy: kept }, 'approved', ['reversing', 'reversal_failed', 'approved']],
    ['done', { endedAt: ended, closedBy: kept }, 'reversed', ['reversing', 'reversal_failed', 'reversed']],
    ['done', {}, 'reversed', ['reversing']],
  ])('%s, %j: %s', (state, over, ...[status, statuses]) => {
    const one = reversal(state, over);
    const times = [one.since, ended, kept.at];
    expect(deriveReversalStatus({ ...approved, reversal: one })).toBe(status);
    expect(named({ reversal: one })).toEqual(statuses.map((each, at) => [at + 1, times[at], each]));
  });

  it('the id of the undo follows from the sale’s: another one for each kind, and no two sales share one', () => {
    const sale = parseTransactionId('tx_0123456789ABCxyzabc');
    if (sale === undefined) throw new Error('It is no id.');
    const use = { transactionId: sale };
    expect([deriveReversalId(use, 'void'), deriveReversalId(use, 'return')]).toEqual([
      'tx_VWXYZabcdefghSTU567',
      'tx_HIJKLMNOPQRSTEFGrst',
    ]);
  });
});

describe('a person keeps a sale that could not be undone', () => {
  const keptBy = {
    verdict: 'approved',
    reason: 'the goods are gone',
    evidence: 'the receipt',
    actor: 'support',
    actors: ['support'],
    at: '2026-01-15T13:40:00.000Z',
  } as const;

  it('its undo failed: it is approved, and the evidence says who kept it, when and why', () => {
    const failed = { ...approved, reversal: reversal('failed', { endedAt: '2026-01-15T13:34:00.000Z' }) };
    const kept = keepSale(failed, keptBy);
    expect(deriveReversalStatus(kept)).toBe('approved');
    expect(kept).toMatchObject({
      status: 'approved',
      reversal: { ...failed.reversal, state: 'kept', keptBy },
    });
    expect(kept.evidence.at(-1)).toMatchObject({
      at: keptBy.at,
      source: 'operator',
      says: 'support says approved: the goods are gone (the receipt)',
    });
  });

  it.each<[string, Snapshot]>([
    ['nothing is being undone', approved],
    ['its undo is under way', { ...approved, reversal: reversal('open') }],
    ['it was undone', { ...approved, reversal: reversal('done') }],
    ['it was kept already', { ...approved, reversal: reversal('kept') }],
  ])('%s: there is nothing to keep', (_, record) => {
    expect(keepSale(record, keptBy)).toBe(record);
  });
});

describe('the undo of a transaction that charged more than once', () => {
  const idPosTxs = requireIdPosTxs('900001');
  const charge = { accepted, idPosTxs };
  const { transactionId } = accepted;
  const customId = buildCustomId({ transactionId, attempt: 2 });
  const order = nameOrder(charge);

  it('asked for once more: it is the same', () => {
    expect(isForAnotherCharge(order, charge)).toBe(false);
    expect(isForAnotherCharge(order, { accepted })).toBe(false);
    expect(isForAnotherCharge(nameOrder({ accepted }), charge)).toBe(false);
  });

  it('another attempt charged, or another number of the same: it gives back another charge', () => {
    const secondAttempt = { ...accepted, attempt: 2, customId };
    expect(isForAnotherCharge(order, { ...charge, accepted: secondAttempt })).toBe(true);
    expect(isForAnotherCharge(order, { accepted: secondAttempt })).toBe(true);
    expect(isForAnotherCharge(order, { ...charge, idPosTxs: requireIdPosTxs('900002') })).toBe(true);
  });

  it('an order of an earlier release names the transaction alone: it is taken for the same', () => {
    expect(isForAnotherCharge(`reversal of ${transactionId}`, charge)).toBe(false);
  });
});

it.each([3_600_000, 86_400_000, 7 * 86_400_000])(
  'the attempts at an undo that is refused again and again last for all of the time to retry: %d ms',
  (retryWithinMs) => {
    const attempts = Array.from({ length: MAX_ATTEMPTS }, (_, n) => n + 1);
    const pauses = attempts.map((attempt) => computeRetryPauseMs(attempt, retryWithinMs));
    expect(pauses.reduce((sum, pauseMs) => sum + pauseMs, 0)).toBeGreaterThanOrEqual(retryWithinMs);
    expect(pauses.slice(0, 40)).toEqual(Array(40).fill(0));
    expect(Math.max(...pauses)).toBeLessThan(retryWithinMs / 50);
  },
);
