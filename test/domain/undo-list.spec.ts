import { describe, expect, it } from '@jest/globals';
import type { CustomId } from '../../src/domain/ids.js';
import { openRecord } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Undo, UndoClaim } from '../../src/domain/undo.js';
import {
  addGrantedUndo,
  describeUndos,
  chooseUndoEnding,
  chooseUndoState,
  withUndoEnding,
} from '../../src/domain/undo-list.js';
import type { AttemptReport, RunReport } from '../../src/domain/undo-list.js';
import { saleInput } from '../support/terms.js';
import { after, buildReturn, byNumbers, named, own } from './support/undos.js';

const { accepted } = saleInput();
const { customId } = accepted;
const other = `${customId}-9` as CustomId;
const at = '2026-01-15T13:31:00Z';
const clp = (value: number) => ({ value, currency: 'CLP' }) as const;

const snapshot = (status: Snapshot['status'], over: Partial<Snapshot> = {}): Snapshot => ({
  ...openRecord(accepted),
  status,
  ...over,
});
const run = (status: Snapshot['status'], over: Partial<AttemptReport> = {}): AttemptReport => ({
  snapshot: snapshot(status),
  doubts: [],
  ...over,
});

describe('how an undo stands, by its run and by late callbacks', () => {
  it.each<[string, RunReport, 'yes' | 'no' | 'unknown' | undefined, string | undefined]>([
    ['its run approved it', run('approved'), undefined, 'done'],
    ['its run approved it, and a callback is being verified', run('approved'), 'unknown', 'done'],
    ['declined', run('declined'), undefined, 'failed'],
    ['not sent', run('not_sent'), undefined, 'failed'],
    ['it is under way', run('in_progress'), undefined, 'open'],
    ['it needs a person', run('needs_attention'), undefined, 'open'],
    ['declined, and a callback proved it', run('declined'), 'yes', 'done'],
    ['declined, and a callback is being verified', run('declined'), 'unknown', 'open'],
    ['declined, and a callback was disproved', run('declined'), 'no', 'failed'],
    ['under way, and a callback was disproved', run('in_progress'), 'no', 'open'],
    ['Getnet refused it and called back', run('not_sent', { doubts: [customId] }), undefined, 'open'],
    ['Getnet called back about another attempt', run('not_sent', { doubts: [other] }), undefined, 'failed'],
    ['its run does not answer', 'silent', undefined, undefined],
    ['its run does not answer, and a callback was disproved', 'silent', 'no', undefined],
    ['its run does not answer, and a callback is being verified', 'silent', 'unknown', 'open'],
    ['its run does not answer, and a callback proved it', 'silent', 'yes', 'done'],
    ['nobody knows its run', undefined, undefined, undefined],
    ['nobody knows its run, and a callback was disproved', undefined, 'no', 'failed'],
    ['nobody knows its run, and a callback is being verified', undefined, 'unknown', 'open'],
  ])('%s', (_, report, ...[late, state]) => {
    expect(chooseUndoState(customId, { report, late })).toBe(state);
    expect(chooseUndoEnding({ customId }, { report, late })?.state).toBe(state);
  });

  it('its run speaks of a later attempt: this one was not sent; a run that was lost does not know', () => {
    const later = snapshot('approved', { accepted: { ...accepted, customId: other, attempt: 9 } });
    const report: AttemptReport = { snapshot: later, doubts: [] };
    expect(chooseUndoState(customId, { report, late: undefined })).toBe('failed');
    expect(chooseUndoState(customId, { report, late: 'unknown' })).toBe('open');
    expect(
      chooseUndoState(customId, { report: { ...report, isLost: true }, late: undefined }),
    ).toBeUndefined();
    expect(chooseUndoState(customId, { report: run('approved', { isLost: true }), late: undefined })).toBe(
      'done',
    );
  });

  it('its run speaks of an earlier attempt, which charged: whether this one charged too is not known', () => {
    expect(chooseUndoState(other, { report: run('approved'), late: undefined })).toBeUndefined();
    expect(chooseUndoState(other, { report: run('approved'), late: 'no' })).toBe('failed');
  });

  it('its run is of a later use of its key: it does not count, and late news do', () => {
    const ofUse = (acceptanceId?: string): AttemptReport => ({
      snapshot: snapshot('declined', { accepted: { ...accepted, ...(acceptanceId && { acceptanceId }) } }),
      doubts: [],
    });
    const undo = { customId, firstRequest: 'first' };
    const choose = (report: RunReport, late?: 'yes') => chooseUndoEnding(undo, { report, late })?.state;
    expect(choose(ofUse('second'))).toBeUndefined();
    expect(choose(ofUse('second'), 'yes')).toBe('done');
    for (const own of [ofUse('first'), ofUse()]) expect(choose(own)).toBe('failed');
  });

  it('Getnet gave back another amount: it is told of the attempt that did, once it is done', () => {
    const gave = { outcome: { ...openRecord(accepted).outcome, amountCharged: clp(2_000) } };
    const report = (status: Snapshot['status']) => ({ snapshot: snapshot(status, gave), doubts: [] });
    expect(chooseUndoEnding({ customId }, { report: report('approved'), late: undefined })).toEqual({
      customId,
      state: 'done',
      amountGiven: clp(2_000),
    });
    expect(chooseUndoEnding({ customId }, { report: report('declined'), late: undefined })).toEqual({
      customId,
      state: 'failed',
    });
    expect(chooseUndoEnding({ customId: other }, { report: report('approved'), late: 'yes' })).toEqual({
      customId: other,
      state: 'done',
    });
    expect(chooseUndoEnding({ customId }, { report: run('approved'), late: undefined })).toEqual({
      customId,
      state: 'done',
    });
    expect(chooseUndoEnding({ customId }, { report: 'silent', late: 'yes' })).toEqual({
      customId,
      state: 'done',
    });
  });
});

const claim = { customId, type: 'return', amount: clp(2_000) } as UndoClaim;
const open: Undo = { ...claim, state: 'open', since: at };

describe('the list of undos of a sale', () => {
  it('an undo is granted: it is open since then; granted again: as it was', () => {
    expect(addGrantedUndo([], claim, at)).toEqual([open]);
    const list = [{ ...open, state: 'failed', endedAt: at } as const];
    expect(addGrantedUndo(list, claim, 'later')).toBe(list);
    expect(addGrantedUndo(list, { ...claim, customId: other }, 'later')).toHaveLength(2);
  });

  it('a later use of its key ends: it stays as it is; its own use, or one that is not known: it ends', () => {
    const ofUse = { ...open, firstRequest: 'first' };
    const ending = { customId, state: 'failed' } as const;
    expect(withUndoEnding([ofUse], { ...ending, firstRequest: 'second' }, 'later')).toEqual([ofUse]);
    for (const use of [{ firstRequest: 'first' }, {}])
      expect(withUndoEnding([ofUse], { ...ending, ...use }, 'later')[0]).toMatchObject({ state: 'failed' });
  });

  it('it ends: its state and when, and what went back where that is another amount', () => {
    expect(withUndoEnding([open], { customId, state: 'failed', amountGiven: clp(1) }, 'later')).toEqual([
      { ...open, state: 'failed', endedAt: 'later' },
    ]);
    expect(withUndoEnding([open], { customId, state: 'done', amountGiven: clp(1_000) }, 'later')).toEqual([
      { ...open, state: 'done', endedAt: 'later', amountGiven: clp(1_000) },
    ]);
    expect(withUndoEnding([open], { customId: other, state: 'done' }, 'later')).toEqual([open]);
  });

  it('a failed one is open again, without its end; the same again changes nothing', () => {
    const failed: Undo = { ...open, state: 'failed', endedAt: at };
    expect(withUndoEnding([failed], { customId, state: 'open' }, 'later')).toEqual([open]);
    expect(withUndoEnding([failed], { customId, state: 'failed' }, 'later')).toEqual([failed]);
  });

  it('it is done: nothing changes that', () => {
    const done: Undo = { ...open, state: 'done', endedAt: at };
    for (const state of ['open', 'failed'] as const)
      expect(withUndoEnding([done], { customId, state }, 'later')).toEqual([done]);
  });

  it('in words: the sale, its amount, and a line for each', () => {
    const sale = { name: 'the sale 77', amount: clp(5_990) };
    const undos = [open, { ...open, customId: other, type: 'void', amount: undefined }];
    const text = describeUndos({ sale, undos } as unknown as Parameters<typeof describeUndos>[0]);
    expect(text.split('\n')).toEqual([
      'Undos of the sale 77, CLP 5,990:',
      `- return ${customId}, CLP 2,000: **open**`,
      `- void ${other}: **open**`,
    ]);
  });

  it('in words, more went back than was charged: the warning is the last line', () => {
    const [sale, undos] = [named(own('sale', 1_000)), after([buildReturn('a', 1_001), 'done'])];
    const [title, line, warning, ...more] = describeUndos({ sale, undos }).split('\n');
    expect([title, line, more]).toEqual(['Undos of sale, CLP 1,000:', '- return a, CLP 1,001: **done**', []]);
    expect(warning).toMatch(/^more-given-back-than-charged: a gave back CLP 1,001/);
  });

  it('in words, a sale made elsewhere: without an amount', () => {
    expect(describeUndos({ sale: byNumbers, undos: [] })).toBe('Undos of demo-cl/CL/12345:');
  });
});
