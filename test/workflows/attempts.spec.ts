import { describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { Attempts } from '../../src/workflows/attempts.js';
import type { CallbackHint } from '../../src/workflows/transaction.messages.js';
import { WorkflowClock } from '../../src/workflows/workflow-clock.js';
import { requireIdPosTxs, saleInput } from '../support/terms.js';

const { accepted, policy } = saleInput();
const startMs = Date.parse(accepted.createdAt);
const [ours, other] = [requireIdPosTxs('900001'), requireIdPosTxs('900777')];
const busy: DispatchOutcome = { kind: 'refused', reason: 'terminal_busy' };
const acknowledged: DispatchOutcome = { kind: 'acknowledged', idPosTxs: ours };

function open() {
  const clock = new WorkflowClock(startMs);
  const attempts = new Attempts(accepted, policy.limits, clock);
  return { clock, attempts, first: attempts.first };
}

/** As runs of today take *not found*. */

let digests = 0;
const callback = (over: Partial<CallbackHint> = {}): CallbackHint => ({
  version: 1,
  customId: accepted.customId,
  digest: `digest ${(digests += 1)}`,
  at: startMs,
  claims: 'approved',
  idPosTxs: ours,
  ...over,
});

/** Opens the next attempt, after the one before was refused. */
function openNext({ attempts, first }: ReturnType<typeof open>) {
  first.recordDispatch(busy);
  first.notSent = { reason: 'terminal-busy' };
  const { transactionId } = accepted;
  const next = { ...accepted, attempt: 2, customId: buildCustomId({ transactionId, attempt: 2 }) };
  attempts.open(attempts.requestNext(next));
  return attempts.current;
}

describe('a refusal', () => {
  it('without a callback: nothing was sent', () => {
    const { first } = open();
    first.recordDispatch(busy);
    expect(first.refusal).toEqual({ reason: 'terminal-busy' });
  });

  it.each([callback(), callback({ idPosTxs: undefined, claims: 'nothing' })])(
    'Getnet has called back about it: it counts for nothing',
    (hint) => {
      const { first } = open();
      first.recordCallback(hint);
      first.recordDispatch(busy);
      expect(first.refusal).toBeUndefined();
    },
  );

  it('a later unknown, by the other way: the refusal stays; a later number replaces an unknown', () => {
    const { first } = open();
    first.recordDispatch(busy);
    expect(first.recordDispatch({ kind: 'unknown', cause: 'lost' })).toBe(false);
    const second = open().first;
    second.recordDispatch({ kind: 'unknown', cause: 'lost' });
    expect(second.recordDispatch(acknowledged)).toBe(true);
    expect(second.numbers).toEqual([ours]);
  });

  it('withheld: nothing was sent, and nothing is known of it', () => {
    const { first } = open();
    expect(first.recordDispatch({ kind: 'withheld', cause: 'a callback came' })).toBe(false);
    expect(first).toMatchObject({ isWithheld: true, dispatched: undefined, isInFlight: false });
  });
});

describe('the numbers that Getnet is asked about', () => {
  it('an earlier attempt was refused and is called back about: it, and the present one', () => {
    const opened = open();
    const second = openNext(opened);
    second.recordDispatch(acknowledged);
    opened.first.recordCallback(callback({ idPosTxs: other }));
    const asked = opened.attempts.openQuestions(false);
    expect(asked.map(({ attempt, number }) => [attempt.accepted.attempt, number])).toEqual([
      [1, other],
      [2, ours],
    ]);
    expect(opened.attempts.openQuestions(true).map(({ number }) => number)).toEqual([other]);
    expect(opened.attempts.blockingAttempts).toEqual([opened.first]);
  });

  it('our acknowledgement alone named a number: its answer counts without our name', () => {
    const { first } = open();
    first.recordDispatch(acknowledged);
    expect(first.buildQuestion(ours, policy).idFromCallback).toBe(false);
    first.recordCallback(callback({ idPosTxs: other }));
    expect(first.buildQuestion(ours, policy).idFromCallback).toBe(true);
    expect(first.buildQuestion(other, policy).idFromCallback).toBe(true);
  });

  it('a number of a callback belongs to another sale: it is asked about no more, until a callback claims an approval by it', () => {
    const { first } = open();
    first.recordDispatch(acknowledged);
    first.recordCallback(callback({ idPosTxs: other, claims: 'nothing' }));
    first.recordVerdict(other, { kind: 'contradiction', fields: ['customId'], foreign: true });
    expect(first.numbers).toEqual([ours]);
    first.recordCallback(callback({ idPosTxs: other, claims: 'nothing' }));
    expect(first.numbers).toEqual([ours]);
    first.recordCallback(callback({ idPosTxs: other }));
    expect(first.numbers).toEqual([ours, other]);
  });

  it('Getnet does not know our own number: it stays', () => {
    const { first, clock } = open();
    first.recordDispatch(acknowledged);
    clock.advance(startMs + 10 * policy.limits.lifecycleLimit);
    first.recordVerdict(ours, { kind: 'not_found' });
    expect(first.numbers).toEqual([ours]);
  });

  it('the same callback again: no news', () => {
    const { first } = open();
    const hint = callback();
    expect([first.recordCallback(hint), first.recordCallback(hint)]).toEqual([true, false]);
  });
});
