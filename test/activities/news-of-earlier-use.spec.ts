import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { readChargeDoubt } from '../../src/activities/charge-doubt.js';
import type { Dependencies } from '../../src/activities/dependencies.js';
import { readUndoEnding } from '../../src/activities/undo-state.js';
import { openRecord, recordProof } from '../../src/domain/record.js';
import { stub } from '../support/stub.js';
import { approved, declined, saleInput } from '../support/terms.js';

const { accepted } = saleInput();
const { customId, createdAt: since } = accepted;
const prove = (proof: object) =>
  recordProof(openRecord(accepted), { source: 'status_query', proof } as never, accepted.createdAt);
const HOUR_MS = 3_600_000;
const shift = (hours: number) => new Date(Date.parse(since) + hours * HOUR_MS);

/** A `lateResult` run of the attempt: what it found then, or that somebody ended it then. */
interface LateRun {
  readonly hours: number;
  readonly moneyMoved?: 'yes' | 'no';
}

/** The transaction has ended so, and a `lateResult` run of its attempt stands beside it. */
function create(result: object, { hours, moneyMoved }: LateRun): Dependencies {
  const foundAt = shift(hours).toISOString();
  const status = { name: moneyMoved ? 'COMPLETED' : 'TERMINATED' };
  const verdict = moneyMoved === 'yes' ? approved() : declined();
  const late = {
    describe: async () => ({ status, memo: {}, closeTime: shift(hours) }),
    result: async () => ({ version: 1, moneyMoved, verdict, foundAt }),
  };
  const own = { describe: async () => ({ status: { name: 'COMPLETED' } }), result: async () => result };
  const getHandle = (id: string) => (id.startsWith('lateResult/') ? late : own);
  const withDeadline = (_deadlineMs: number, call: () => Promise<unknown>) => call();
  return stub<Dependencies>({ temporal: { workflow: { getHandle }, withDeadline } });
}

const run = <T>(read: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(read);

describe('the key of an undo was used before: the undo was declined', () => {
  const readState = async (late: LateRun) =>
    (await run(() => readUndoEnding(create(prove(declined()), late), { customId, since })))?.state;

  it.each([
    ['the first use was found, long before, to have gone through: it says nothing', -48, 'failed'],
    ['it was found after the permission to have gone through: it has', 1, 'done'],
  ] as const)('%s', async (_, hours, state) => {
    expect(await readState({ hours, moneyMoved: 'yes' })).toBe(state);
  });

  it.each([
    ['somebody ended the verification of the first use: it says nothing', -48, 'failed'],
    ['somebody ended the verification after the permission: it stays open', 1, 'open'],
  ] as const)('%s', async (_, hours, state) => {
    expect(await readState({ hours })).toBe(state);
  });
});

it('somebody ended the run of an undo, and its key is used again: the run of the later use says nothing about the first', async () => {
  const ended = prove(declined());
  const ofSecondUse = { ...ended, accepted: { ...accepted, acceptanceId: 'second' } };
  const deps = create(ofSecondUse, { hours: -48, moneyMoved: 'no' });
  const readState = async (firstRequest: string) =>
    (await run(() => readUndoEnding(deps, { customId, since, firstRequest })))?.state;
  expect(await readState('first')).toBeUndefined();
  expect(await readState('second')).toBe('failed');
});

describe('the key of a sale was used before: the sale is to be given back', () => {
  const readDoubt = async (late: LateRun) => {
    const sale = prove(approved());
    return (await run(() => readChargeDoubt(create(sale, late), sale)))?.kind;
  };

  it('news about the first use, or a verification that somebody ended then: nothing speaks against it', async () => {
    expect(await readDoubt({ hours: -48, moneyMoved: 'no' })).toBeUndefined();
    expect(await readDoubt({ hours: -48 })).toBeUndefined();
  });

  it('news about this one: its charge is gone, or not verified', async () => {
    expect(await readDoubt({ hours: 1, moneyMoved: 'no' })).toBe('gone');
    expect(await readDoubt({ hours: 1 })).toBe('unknown');
  });
});
