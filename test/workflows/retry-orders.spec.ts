import { afterEach, it } from '@jest/globals';
import fc from 'fast-check';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { buildCustomId } from '../../src/domain/ids.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { isFinal } from '../../src/domain/status.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { callbackArrivedSignal } from '../../src/workflows/transaction.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';

/** What really happens to one attempt at Getnet, and when its callback comes. */
interface AttemptOutcome {
  readonly answer: 'acknowledged' | 'refused' | 'lost';
  /** `never`: the command does not reach the terminal. */
  readonly runs: 'approved' | 'declined' | 'never';
  readonly callback: 'before the answer' | 'after the answer' | 'before the next POST' | 'at the end';
  /** So many queries say *in process* before the result is there. */
  readonly lag: number;
}

const outcome: fc.Arbitrary<AttemptOutcome> = fc.record({
  answer: fc.constantFrom('acknowledged', 'refused', 'refused', 'refused', 'lost'),
  runs: fc.constantFrom('approved', 'declined', 'never', 'never'),
  callback: fc.constantFrom('before the answer', 'after the answer', 'before the next POST', 'at the end'),
  lag: fc.nat(2),
});

const MAX_ATTEMPTS = 4;
/** Some thousand with `ORDERS=…`; each is a transaction of its own on a real server. */
const ORDERS = Number(process.env['ORDERS'] ?? 60);
const AT_A_TIME = 20;

/** Runs that a worker keeps in memory. With few, queries and tasks meet runs that it has to replay first. */
const CACHED = Number(process.env['CACHED'] ?? 100);

let world: TransactionWorld;
const simulations = new Map<string, Simulation>();

useStoryWorkers();
afterEach(() => world.close());

/** One transaction and its Getnet. */
class Simulation {
  sale: Sale | undefined;
  /** The attempts whose command was written, in this order. */
  readonly posted: number[] = [];
  /** Whose callback was acknowledged before which POST: nothing that charged may be among them. */
  readonly overtaken: string[] = [];
  private readonly acknowledgedCallbacks = new Set<number>();
  private readonly queries = new Map<string, number>();

  constructor(readonly outcomes: readonly AttemptOutcome[]) {}

  findOutcome(attempt: number): AttemptOutcome {
    return this.outcomes[attempt - 1] ?? { answer: 'refused', runs: 'never', callback: 'at the end', lag: 0 };
  }

  async post(attempt: number, mayStillSend: (() => Promise<boolean>) | undefined): Promise<DispatchOutcome> {
    for (const earlier of this.posted) {
      if (this.findOutcome(earlier).callback === 'before the next POST') await this.callBack(earlier);
    }
    // What is acknowledged between the last look and the write cannot be known by anybody.
    const acknowledged = [...this.acknowledgedCallbacks];
    if (mayStillSend && !(await mayStillSend()))
      return { kind: 'withheld', cause: 'a callback is not verified' };
    for (const earlier of acknowledged) {
      if (this.findOutcome(earlier).runs === 'approved')
        this.overtaken.push(`${attempt} after the callback of ${earlier}`);
    }
    this.posted.push(attempt);
    const { answer, callback } = this.findOutcome(attempt);
    if (callback === 'before the answer') await this.callBack(attempt);
    if (callback === 'after the answer') setTimeout(() => void this.callBack(attempt), 20);
    if (answer === 'lost') return { kind: 'unknown', cause: 'the acknowledgement is lost' };
    if (answer === 'acknowledged')
      return { kind: 'acknowledged', idPosTxs: requireIdPosTxs(buildNumber(attempt)) };
    return { kind: 'refused', reason: 'terminal_offline' };
  }

  status(idPosTxs: string): Verdict {
    const attempt = Number(idPosTxs) - 900_000;
    const asked = (this.queries.get(idPosTxs) ?? 0) + 1;
    this.queries.set(idPosTxs, asked);
    const { runs, lag } = this.findOutcome(attempt);
    if (runs === 'never') return { kind: 'not_found' };
    if (asked <= lag) return { kind: 'pending' };
    return runs === 'approved' ? approved(idPosTxs) : declined(idPosTxs);
  }

  /** Getnet calls back only about what ran; a run that has ended hears it by another way. */
  async callBack(attempt: number): Promise<void> {
    const { runs } = this.findOutcome(attempt);
    if (runs === 'never' || !this.posted.includes(attempt) || this.acknowledgedCallbacks.has(attempt)) return;
    // A run that has ended does not hear it: that callback is a late result's.
    const isHeard = await this.signalCallback(attempt, runs).then(
      () => true,
      () => false,
    );
    if (isHeard) this.acknowledgedCallbacks.add(attempt);
  }

  /** It claims what happened. */
  private async signalCallback(attempt: number, claims: 'approved' | 'declined'): Promise<void> {
    const { run, input } = this.sale ?? {};
    if (run === undefined || input === undefined) return;
    const customId = buildCustomId({ transactionId: input.accepted.transactionId, attempt });
    const hint = { version: 1, customId, digest: `of ${attempt}`, claims } as const;
    await run.signal(callbackArrivedSignal, { ...hint, idPosTxs: requireIdPosTxs(buildNumber(attempt)) });
  }

  async callBackAboutAll(): Promise<void> {
    for (const attempt of this.posted) await this.callBack(attempt);
  }

  /** The charges that the run can know of. */
  get heardCharges(): readonly number[] {
    return this.charges.filter((attempt) => this.acknowledgedCallbacks.has(attempt));
  }

  get charges(): readonly number[] {
    return this.posted.filter((attempt) => this.findOutcome(attempt).runs === 'approved');
  }
}

function buildNumber(attempt: number): string {
  return String(900_000 + attempt);
}

function createGetnetForSimulations(): Getnet {
  const findSimulation = (id: string): Simulation => {
    const simulation = simulations.get(id);
    if (simulation === undefined) throw new Error(`there is no play of ${id}`);
    return simulation;
  };
  return {
    send: ({ transactionId, attempt }, { mayStillSend }) =>
      findSimulation(transactionId).post(attempt, mayStillSend),
    cancel: async () => ({ kind: 'taken' }),
    status: async ({ accepted, idPosTxs }) => ({
      verdict: findSimulation(accepted.transactionId).status(idPosTxs),
    }),
    statusAtDevice: async () => ({ verdict: { kind: 'silent', cause: 'nobody is at this terminal' } }),
  };
}

/** The key is repeated for as long as it may try again; then every callback that is still due comes. */
async function perform(
  outcomes: readonly AttemptOutcome[],
): Promise<{ simulation: Simulation; snapshot: Snapshot }> {
  const input = saleInput({ limits: { lifecycleWindow: 300, lifecycleLimit: 600, attentionAfter: 2_500 } });
  const simulation = new Simulation(outcomes);
  simulations.set(input.accepted.transactionId, simulation);
  const sale = (simulation.sale = await world.sale(input));
  let snapshot = await sale.post();
  for (let attempt = 2; attempt <= MAX_ATTEMPTS && snapshot.retryUntil !== undefined; attempt += 1) {
    snapshot = await sale.retry(attempt).catch(() => readFinalSnapshot(sale));
  }
  await simulation.callBackAboutAll();
  snapshot = await readFinalSnapshot(sale);
  await sale.run.terminate().catch(() => undefined);
  return { simulation, snapshot };
}

/** The end of the run, or what it says once nothing is under way any more. */
async function readFinalSnapshot(sale: Sale): Promise<Snapshot> {
  const isOpenEnded = (status: Snapshot['status']) => status === 'not_sent' || status === 'needs_attention';
  const snapshot = await sale.says(({ status }) => isFinal(status) || isOpenEnded(status));
  return isOpenEnded(snapshot.status) ? snapshot : sale.run.result();
}

function expectConsistent({ simulation, snapshot }: { simulation: Simulation; snapshot: Snapshot }): void {
  const { charges, heardCharges, overtaken, posted, outcomes } = simulation;
  const { moneyMoved } = snapshot.outcome;
  const said = {
    outcomes,
    posted,
    status: snapshot.status,
    moneyMoved,
    evidence: snapshot.evidence,
    overtaken,
  };
  const isTrue =
    // Nothing is written after a callback about a charge was acknowledged, and nothing twice.
    overtaken.length === 0 &&
    new Set(posted).size === posted.length &&
    // What is proven is what is said; what is not proven is not said.
    (charges.length > 0 || moneyMoved !== 'yes') &&
    (heardCharges.length === 0 || moneyMoved === 'yes' || snapshot.status === 'needs_attention');
  if (!isTrue) throw new Error(JSON.stringify(said, undefined, 1));
}

it(`${ORDERS} orders of answers, callbacks of any attempt, status queries and repeats of the key: what is proven is what is said`, async () => {
  world = await TransactionWorld.over(createGetnetForSimulations(), { cached: CACHED });
  const transactions = fc.array(fc.array(outcome, { minLength: 1, maxLength: MAX_ATTEMPTS }), {
    minLength: AT_A_TIME,
    maxLength: AT_A_TIME,
  });
  await fc.assert(
    fc.asyncProperty(transactions, async (all) => {
      for (const outcome of await Promise.all(all.map(perform))) expectConsistent(outcome);
    }),
    { numRuns: Math.ceil(ORDERS / AT_A_TIME), endOnFailure: true },
  );
}, 600_000);
