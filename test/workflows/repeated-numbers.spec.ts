import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { isFinal } from '../../src/domain/status.js';
import type { Proof, Verdict } from '../../src/domain/verdict.js';
import { queueQuery, queueWorkflowId } from '../../src/workflows/terminal-queue.messages.js';
import type { QueueView } from '../../src/workflows/terminal-queue.messages.js';
import { askRun, askSnapshot } from '../support/ask-run.js';
import { getRecovery, startRecovery } from '../support/recovery.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

const acknowledged = (id: string): DispatchOutcome => ({
  kind: 'acknowledged',
  idPosTxs: requireIdPosTxs(id),
});

/** Argentina's terminals answer without our ids (contract §3, shape B). */
function withoutIds({ idPosTxs: _, ...proof }: Proof): Verdict {
  return { ...proof, namesUs: false };
}

/** A Getnet that answers commands in their order, and knows how each number ended, but of the last not whose it is. */
class ScriptedCloud {
  readonly verdicts: Record<string, Verdict> = {};
  private sent = 0;

  constructor(private readonly answers: readonly DispatchOutcome[]) {}

  readonly getnet: Getnet = {
    ...createGetnetAnswering({ kind: 'not_found' }),
    send: async () => {
      this.sent += 1;
      return this.answers[this.sent - 1] ?? { kind: 'unreachable', cause: 'no more answers' };
    },
    status: async ({ idPosTxs }) => ({ verdict: this.verdicts[idPosTxs] ?? { kind: 'pending' } }),
  };

  /** The terminal ends the command of this number, and Getnet calls back about it. */
  async ends({ callBack, run }: Sale, proof: Proof): Promise<Snapshot> {
    const number = String(proof.idPosTxs);
    this.verdicts[number] = withoutIds(proof);
    await callBack(number);
    return run.result();
  }
}

/** Whether it knows what an answer about its number is worth. */
const isJudged = ({ status, evidence }: Snapshot) =>
  isFinal(status) || evidence.some(({ source }) => source === 'status_query');

/** It took nothing for proof, and says whose number it was given. */
function expectForeign(
  { status, outcome, evidence }: Snapshot,
  number: string,
  owner: Sale | undefined,
): void {
  expect({ isFinal: isFinal(status), moneyMoved: outcome.moneyMoved }).toEqual({
    isFinal: false,
    moneyMoved: 'unknown',
  });
  const says = evidence.filter(({ source }) => source === 'status_query').map((one) => one.says);
  const whose = `${number} is the number of ${owner?.input.accepted.transactionId}`;
  expect(says).toContainEqual(expect.stringContaining(whose));
}

describe('an acknowledgement repeats the number of an operation that the terminal did before', () => {
  let world: TransactionWorld;
  let serialNumber: string;
  let serial = 0;

  beforeEach(() => {
    serial += 1;
    serialNumber = `REPEAT-${process.pid}-${Date.now()}-${serial}`;
  });
  afterEach(() => world.close());

  async function over(...answers: DispatchOutcome[]): Promise<ScriptedCloud> {
    const cloud = new ScriptedCloud(answers);
    world = await TransactionWorld.over(cloud.getnet);
    return cloud;
  }

  /** As the API accepts it: it names what it saw at the terminal. */
  function sale(previous?: Sale, terms: SaleTerms = {}): Promise<Sale> {
    const { accepted, ...input } = saleInput({ serialNumber, ...terms });
    const named = previous && { previous: previous.input.accepted.transactionId };
    return world.sale({ ...input, accepted: { ...accepted, ...named } });
  }

  /** They wait behind a holder, and the API saw that holder when it accepted them. */
  async function standInLine(holder: Sale, terms: readonly SaleTerms[]): Promise<readonly Sale[]> {
    const queue = queueWorkflowId({ country: 'CL', serialNumber });
    const waiters: Sale[] = [];
    for (const each of terms) {
      const one = await sale(holder, { maxWaitMs: 60_000, ...each });
      waiters.push(one);
      await until(async () => {
        const view = await askRun<QueueView>(world.client, queue, queueQuery.name).catch(() => undefined);
        return view?.waiters.length === waiters.length;
      });
    }
    return waiters;
  }

  /** A holder, and waiters of whom all but the last are served: the last is acknowledged with a number of before. */
  async function serveAllButLast(waiting: number, repeats: string, terms: SaleTerms = {}) {
    const numbers = Array.from({ length: waiting }, (_, place) => String(900_001 + place));
    const cloud = await over(...numbers.map(acknowledged), acknowledged(repeats));
    const holder = await sale();
    await holder.becomes('in_progress');
    const usual = Array.from({ length: waiting - 1 }, (): SaleTerms => ({}));
    const waiters = await standInLine(holder, [...usual, terms]);
    const [first, ...served] = [holder, ...waiters.slice(0, -1)];
    await cloud.ends(first, approved('900001'));
    for (const [place, one] of served.entries()) {
      await one.becomes('in_progress');
      await cloud.ends(one, declined(String(900_002 + place)));
    }
    const last = waiters.at(-1);
    if (last === undefined) throw new Error('nobody waited');
    return { cloud, last, served };
  }

  it.each([
    { waiting: 2, which: 'the one that was served right before it' },
    { waiting: 3, which: 'one that was served before another' },
  ])('it waited behind others, and has the number of $which: that decline is not its own', async (line) => {
    const { cloud, last, served } = await serveAllButLast(line.waiting, '900002');
    expectForeign(await last.says(isJudged), '900002', served[0]);
    cloud.verdicts['900009'] = approved('900009');
    await last.callBack('900009');
    expect(await last.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900009' });
  });

  it('its run is then ended by hand: the recovery does not take that decline for its own either', async () => {
    const longTimeouts = { lifecycleWindow: 60_000, lifecycleLimit: 90_000, attentionAfter: 120_000 };
    const { last, served } = await serveAllButLast(2, '900002', { limits: longTimeouts });
    await last.becomes('in_progress');
    await last.run.terminate('an operator');
    await startRecovery(world, last.input);
    const recovery = getRecovery(world, last.input.accepted.transactionId);
    const found = await until(async () => {
      const now = await askSnapshot(world.client, recovery.workflowId).catch(() => undefined);
      return now && isJudged(now) && now;
    });
    expectForeign(found, '900002', served[0]);
  });

  it('it is its second attempt’s, and the owner came before the first: that decline is not its own', async () => {
    const refused: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
    const [one, two] = [acknowledged('900001'), acknowledged('900002')];
    const cloud = await over(one, refused, two, acknowledged('900001'));
    const owner = await sale();
    await owner.becomes('in_progress');
    await cloud.ends(owner, declined('900001'));
    const ours = await sale(owner);
    await ours.parks(1);
    const between = await sale(ours);
    await between.becomes('in_progress');
    await cloud.ends(between, approved('900002'));
    await ours.retry(2, { previous: between.input.accepted.transactionId });
    const isSentAgain = ({ accepted }: Snapshot) => accepted.attempt === 2;
    expectForeign(await ours.says((now) => isSentAgain(now) && isJudged(now)), '900001', owner);
    cloud.verdicts['900009'] = approved('900009');
    await ours.callBack('900009', 'of attempt 2', 2);
    expect(await ours.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900009' });
  });
});
