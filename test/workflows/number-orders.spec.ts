import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { ProvenNumber } from '../../src/domain/own-numbers.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { Attempt } from '../../src/workflows/attempt.js';
import { WorkflowClock } from '../../src/workflows/workflow-clock.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

/** What really became of the command of one number. */
const outcomes = ['approved', 'declined', 'foreign'] as const;
type Outcome = (typeof outcomes)[number];

/** One number of an attempt, and how the service hears of it. */
interface NumberOutcome {
  readonly outcome: Outcome;
  readonly claims: 'approved' | 'declined' | 'nothing';
}

type Occurrence = readonly [
  what: 'acknowledgement' | 'callback' | 'answer' | 'no answer yet' | 'not found',
  place: number,
];

const { accepted, policy } = saleInput();
const startMs = Date.parse(accepted.createdAt);
const numbers = [0, 1, 2, 3].map((place) => requireIdPosTxs(String(900_001 + place)));
const numberOutcome: fc.Arbitrary<NumberOutcome> = fc.record({
  outcome: fc.constantFrom(...outcomes),
  claims: fc.constantFrom('approved', 'declined', 'nothing'),
});

/** The first number is the one that is acknowledged. */
const occurrences: readonly Occurrence[] = [
  ['acknowledgement', 0],
  ...numbers.flatMap((_, place): Occurrence[] => [
    ['callback', place],
    ['no answer yet', place],
    ['not found', place],
    ['answer', place],
    ['answer', place],
  ]),
];

class Simulation {
  private readonly clock = new WorkflowClock(startMs);
  readonly attempt = new Attempt(accepted, policy.limits, this.clock);
  readonly known = new Set<IdPosTxs>();
  ended: ProvenNumber | undefined;

  constructor(private readonly all: readonly NumberOutcome[]) {}

  apply([what, place]: Occurrence): void {
    const [number, one] = [numbers[place], this.all[place]];
    if (number === undefined || one === undefined || this.ended) return;
    if (what === 'acknowledgement' || what === 'callback') this.known.add(number);
    if (what === 'acknowledgement') this.attempt.recordDispatch({ kind: 'acknowledged', idPosTxs: number });
    if (what === 'callback') this.callBack(number, one);
    if (what === 'answer') this.answer(number, judge(number, one));
    if (what === 'no answer yet') this.answer(number, { kind: 'pending' });
    if (what === 'not found' && mayHaveCharged(one)) this.losesResult(number);
  }

  /** After the lifecycle the cloud does not know the number, whatever became of it (contract §8). */
  private losesResult(number: IdPosTxs): void {
    this.clock.advance(startMs + 2 * policy.limits.lifecycleLimit);
    this.answer(number, { kind: 'not_found' });
  }

  /** Everything that is still open is asked about until it is told. */
  finish(): void {
    for (const [place] of numbers.entries()) this.apply(['answer', place]);
  }

  get charges(): readonly IdPosTxs[] {
    return numbers.filter(
      (number, place) => this.known.has(number) && this.all[place]?.outcome === 'approved',
    );
  }

  private callBack(idPosTxs: IdPosTxs, { claims }: NumberOutcome): void {
    const { customId } = accepted;
    this.attempt.recordCallback({ version: 1, customId, digest: idPosTxs, claims, idPosTxs });
  }

  /** As the workflow takes an answer: only about a number that is open. */
  private answer(number: IdPosTxs, verdict: Verdict): void {
    if (!this.attempt.numbers.includes(number)) return;
    this.attempt.recordVerdict(number, verdict);
    const isProof = verdict.kind === 'approved' || verdict.kind === 'declined';
    this.ended = isProof
      ? this.attempt.recordProof({ number, proven: { proof: verdict, source: 'status_query' } })
      : this.attempt.provenDecline;
  }
}

/** Of a number of which nothing but a decline was ever said, *not found* is believed. */
function mayHaveCharged({ claims }: NumberOutcome): boolean {
  return claims !== 'declined';
}

function judge(number: IdPosTxs, { outcome }: NumberOutcome): Verdict {
  if (outcome === 'foreign') return { kind: 'contradiction', fields: ['customId'], foreign: true };
  return outcome === 'approved' ? approved(number) : declined(number);
}

const story = fc.tuple(
  fc.array(numberOutcome, { minLength: 1, maxLength: numbers.length }),
  fc.shuffledSubarray([...occurrences]),
);

it('several numbers of one command, and evidence in any order: no charge is lost', () => {
  fc.assert(
    fc.property(story, ([all, order]) => {
      const simulation = new Simulation(all);
      for (const occurrence of order) simulation.apply(occurrence);
      simulation.finish();
      const { ended, charges, attempt } = simulation;
      if (charges.length > 0) expect(ended?.proven.proof.kind).toBe('approved');
      else expect(ended?.proven.proof.kind).not.toBe('approved');
      if (ended?.proven.proof.kind !== 'approved') return;
      expect(charges).toContain(ended.number);
      const beside = attempt.listOpenBeside(ended.number);
      for (const other of charges.filter((number) => number !== ended.number))
        expect(beside).toContain(other);
      // The terminal may be at work on whatever is open, until the lifecycle is over.
      expect(attempt.mayBeLive).toBe(beside.length > 0 && !attempt.schedule.isLifecycleOver);
    }),
    { numRuns: 5_000 },
  );
});

it('all of them charged nothing, in whatever order that is told: declined, and the acknowledgement’s number is shown', () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  fc.assert(
    fc.property(order, (places) => {
      const simulation = new Simulation(numbers.map(() => ({ outcome: 'declined', claims: 'nothing' })));
      simulation.apply(['acknowledgement', 0]);
      for (const place of places) simulation.apply(['callback', place]);
      for (const place of places) simulation.apply(['answer', place]);
      expect(simulation.ended).toMatchObject({ number: numbers[0], proven: { proof: { kind: 'declined' } } });
    }),
  );
});

it('between two numbers an answer has to name us, also once the other one is known to have charged nothing', () => {
  const simulation = new Simulation([
    { outcome: 'declined', claims: 'nothing' },
    { outcome: 'declined', claims: 'declined' },
  ]);
  const [ours, other] = numbers as [IdPosTxs, IdPosTxs];
  simulation.apply(['acknowledgement', 0]);
  expect(simulation.attempt.buildQuestion(ours, policy).idFromCallback).toBe(false);
  simulation.apply(['callback', 1]);
  simulation.apply(['answer', 1]);
  expect(simulation.attempt.numbers).toEqual([ours]);
  expect(simulation.attempt.buildQuestion(ours, policy).idFromCallback).toBe(true);
  expect(simulation.attempt.buildQuestion(other, policy).idFromCallback).toBe(true);
});
