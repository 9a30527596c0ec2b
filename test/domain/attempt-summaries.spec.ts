import { describe, expect, it } from '@jest/globals';
import { describeAttempts } from '../../src/domain/attempt-summaries.js';
import { buildCustomId } from '../../src/domain/ids.js';
import {
  enterStatus,
  openDoubt,
  openRecord,
  recordLateCharge,
  recordNotSent,
  recordProof,
  startNextAttempt,
  withIdPosTxs,
} from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Accepted } from '../../src/domain/transaction.js';
import { requireIdPosTxs, saleInput, buildTerminalResult } from '../support/terms.js';

const { accepted } = saleInput();
const at = (second: number) => new Date(Date.parse('2026-01-15T13:30:00Z') + second * 1_000).toISOString();
const attempt = (n: number, second: number): Accepted => ({
  ...accepted,
  attempt: n,
  customId: buildCustomId({ transactionId: accepted.transactionId, attempt: n }),
  createdAt: at(second),
});
const proof = {
  source: 'status_query',
  proof: { kind: 'approved', result: buildTerminalResult(), idPosTxs: requireIdPosTxs('77'), namesUs: true },
} as const;

const told = (snapshot: Snapshot) =>
  describeAttempts(snapshot).map(({ n, status, reason, idPosTxs, startedAt, endedAt }) => ({
    n,
    status,
    reason,
    idPosTxs,
    startedAt,
    endedAt,
  }));

const refused = recordNotSent(openRecord(attempt(1, 0)), { reason: 'terminal-busy' }, at(1));
const second = startNextAttempt(refused, attempt(2, 60));

describe('the attempts of a transaction', () => {
  it('the first is under way: one, without an end', () => {
    expect(told(enterStatus(openRecord(attempt(1, 0)), 'in_progress', at(1)))).toEqual([
      { n: 1, status: 'in_progress', startedAt: at(0) },
    ]);
  });

  it('it was not sent, and the second is approved: each with its own end, reason and number', () => {
    expect(told(recordProof(enterStatus(second, 'in_progress', at(61)), proof, at(65)))).toEqual([
      { n: 1, status: 'not_sent', reason: 'terminal-busy', startedAt: at(0), endedAt: at(1) },
      { n: 2, status: 'approved', idPosTxs: '77', startedAt: at(60), endedAt: at(65) },
    ]);
  });

  it('it waited for its terminal: that is the same attempt', () => {
    const queued = enterStatus(openRecord(attempt(1, 0)), 'queued', at(1));
    expect(told(enterStatus(queued, 'dispatching', at(9)))).toEqual([
      { n: 1, status: 'dispatching', startedAt: at(0) },
    ]);
  });

  it('the first had charged after all, and that is proven after the second was not sent, either: the charge is the first one’s', () => {
    const again = recordNotSent(second, { reason: 'terminal-busy' }, at(61));
    const charge = { ...proof, accepted: attempt(1, 0), idPosTxs: requireIdPosTxs('77') };
    expect(told(recordLateCharge(again, charge, at(90)))).toEqual([
      { n: 1, status: 'approved', idPosTxs: '77', startedAt: at(0), endedAt: at(90) },
      { n: 2, status: 'not_sent', reason: 'terminal-busy', startedAt: at(60), endedAt: at(61) },
    ]);
  });

  it('the log of states was lost with its run: the latest attempt is told as it stands', () => {
    const lost: Snapshot = { ...second, status: 'needs_attention', states: [] };
    expect(told(lost)).toEqual([{ n: 2, status: 'needs_attention', startedAt: at(60) }]);
  });

  it('it was not sent, and turns out to have charged: that is the same attempt', () => {
    const charge = { ...proof, accepted: attempt(1, 0), idPosTxs: requireIdPosTxs('77') };
    const [only, ...others] = told(recordLateCharge(refused, charge, at(90)));
    expect(only).toMatchObject({
      n: 1,
      status: 'approved',
      idPosTxs: '77',
      startedAt: at(0),
      endedAt: at(90),
    });
    expect(others).toEqual([]);
  });

  it('the log of states begins with the second: the attempts keep their numbers', () => {
    const third = startNextAttempt(
      recordNotSent(second, { reason: 'terminal-busy' }, at(61)),
      attempt(3, 70),
    );
    const states = third.states.filter((entry) => entry.at >= at(60));
    const all = describeAttempts({ ...third, states });
    expect(all.map(({ n }) => n)).toEqual([2, 3]);
    expect(all.map(({ customId }) => customId)).toEqual([attempt(2, 0).customId, attempt(3, 0).customId]);
  });

  it('the second is not sent, either: nothing moves to the first', () => {
    const again = recordNotSent(second, { reason: 'terminal-busy' }, at(61));
    expect(told({ ...again, accepted: attempt(1, 0) }).map(({ status }) => status)).toEqual([
      'not_sent',
      'not_sent',
    ]);
  });

  it('it was not sent, and Getnet says otherwise: that is the same attempt', () => {
    expect(told(openDoubt(refused, 'Getnet called back', at(30)))).toEqual([
      { n: 1, status: 'verifying', startedAt: at(0) },
    ]);
  });

  it('the first of three had charged after all: the charge is the first one’s, and the others keep theirs', () => {
    const third = startNextAttempt(
      recordNotSent(second, { reason: 'terminal-offline' }, at(61)),
      attempt(3, 70),
    );
    const again = recordNotSent(third, { reason: 'terminal-busy' }, at(71));
    const charge = { ...proof, accepted: attempt(1, 0), idPosTxs: requireIdPosTxs('77') };
    expect(told(recordLateCharge(again, charge, at(90)))).toEqual([
      { n: 1, status: 'approved', idPosTxs: '77', startedAt: at(0), endedAt: at(90) },
      { n: 2, status: 'not_sent', reason: 'terminal-offline', startedAt: at(60), endedAt: at(61) },
      { n: 3, status: 'not_sent', reason: 'terminal-busy', startedAt: at(70), endedAt: at(71) },
    ]);
  });

  it('the first had a number of Getnet’s, and the second is under way: the number is the first one’s', () => {
    const numbered = withIdPosTxs(openRecord(attempt(1, 0)), requireIdPosTxs('66'));
    const next = startNextAttempt(
      recordNotSent(enterStatus(numbered, 'in_progress', at(1)), { reason: 'terminal-busy' }, at(2)),
      attempt(2, 60),
    );
    expect(told(next).map(({ idPosTxs }) => idPosTxs)).toEqual(['66', undefined]);
  });

  it('the log of states begins with the second, and the third is approved: the proof is the third one’s', () => {
    const third = startNextAttempt(
      recordNotSent(second, { reason: 'terminal-busy' }, at(61)),
      attempt(3, 70),
    );
    const sold = recordProof(third, proof, at(75));
    const states = sold.states.filter((entry) => entry.at >= at(60));
    expect(told({ ...sold, states }).map(({ n, status }) => [n, status])).toEqual([
      [2, 'not_sent'],
      [3, 'approved'],
    ]);
  });
});
