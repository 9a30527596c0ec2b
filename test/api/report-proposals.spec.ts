import { describe, expect, it } from '@jest/globals';
import { ReportProposals } from '../../src/api/operator/report-proposals.service.js';
import type { LateResults } from '../../src/api/store/late-results.service.js';
import type { Run } from '../../src/api/store/run.js';
import type { Runs } from '../../src/api/store/runs.service.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { buildId, buildLineAt, buildReport, buildSnapshot } from '../domain/support/proposal-terms.js';
import { stub } from '../support/stub.js';

const sale = buildSnapshot({ n: 1 });
const report = buildReport([buildLineAt(1)], { accepted: { type: 'details', previous: buildId(2) } });

/** Between the sale and its report. */
const poll = buildSnapshot({ n: 2, accepted: { previous: buildId(1), type: 'poll' }, status: 'completed' });
const declined = buildSnapshot({ n: 2, accepted: { previous: buildId(1) }, status: 'declined' });

/** What is known of the transaction in between. */
interface TransactionBetween {
  readonly run: Run;
  /** What its worker answers. */
  readonly answer: () => Promise<Snapshot | undefined>;
  readonly isChargedLate?: boolean;
}

const answers = (snapshot: Snapshot | undefined) => () => Promise.resolve(snapshot);
const running: Run = { kind: 'running', transactionId: buildId(2), isInTask: false };

/** The proposals about the sale. */
function propose({ run, answer, isChargedLate = false }: TransactionBetween, untilMs?: number) {
  const ledger = { askBriefly: () => Promise.resolve([report]) };
  const runs = {
    find: (id: string) => Promise.resolve(id === buildId(2) ? run : { kind: 'closed', snapshot: sale }),
    presentAnswered: (asked: Run) => (asked === run ? answer() : Promise.resolve(sale)),
  };
  const lateResults = { mayHaveCharged: () => Promise.resolve(isChargedLate) };
  const proposals = new ReportProposals(
    stub<LedgerDatabase>(ledger),
    stub<Runs>(runs),
    stub<LateResults>(lateResults),
  );
  return proposals.find(sale, untilMs);
}

const nothingAsThePastIsNotKnown = {
  proposals: [],
  note: expect.stringContaining('not completely known what the terminal did before'),
};

describe('a line fits a sale, and between the sale and its report the terminal had another transaction', () => {
  it('all is known of it: the line is proposed', async () => {
    expect((await propose({ run: running, answer: answers(poll) })).proposals).toHaveLength(1);
  });

  it('its run does not answer just now, so that its numbers are not known: nothing', async () => {
    const silent = { run: running, answer: answers(undefined) };
    expect(await propose(silent)).toMatchObject(nothingAsThePastIsNotKnown);
  });

  it.each<[string, Run]>([
    ['and nobody searches', { kind: 'lost', snapshot: poll, isRecovering: false }],
    ['and its outcome is searched for', { kind: 'lost', snapshot: poll, isRecovering: true }],
    ['and its outcome was found out', { kind: 'closed', snapshot: poll, isRecovered: true }],
  ])('its run was ended by hand %s, so that others may be left out before it: nothing', async (_, run) => {
    expect(await propose({ run, answer: answers(poll) })).toMatchObject(nothingAsThePastIsNotKnown);
  });

  it('it ended as declined: the line is proposed, unless a later callback says that it may have charged', async () => {
    const between = { run: running, answer: answers(declined) };
    expect((await propose(between)).proposals).toHaveLength(1);
    expect(await propose({ ...between, isChargedLate: true })).toMatchObject({
      proposals: [],
      note: expect.stringContaining('may also belong to another sale'),
    });
  });

  it('it is not read in time: the list does not wait, and nothing is proposed', async () => {
    const never = { run: running, answer: () => new Promise<undefined>(() => undefined) };
    expect(await propose(never, Date.now() + 20)).toMatchObject(nothingAsThePastIsNotKnown);
    expect(await propose({ ...never, answer: answers(poll) }, Date.now())).toMatchObject(
      nothingAsThePastIsNotKnown,
    );
  });
});
