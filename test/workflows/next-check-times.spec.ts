import { afterEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

const DAY_MS = 86_400_000;
const pending: Getnet = createGetnetAnswering({ kind: 'pending' });
const lost: DispatchOutcome = { kind: 'unknown', cause: 'the connection broke' };
const withoutNumber: Getnet = { ...pending, send: async () => lost };

/** Times of an hour and more, so that what is told does not depend on how fast a machine is. */
const slow = { lifecycleWindow: 3_600_000, lifecycleLimit: 7_200_000, attentionAfter: DAY_MS };

async function saleAt(getnet: Getnet, limits: Partial<typeof slow>) {
  world = await TransactionWorld.over(getnet);
  return world.sale(saleInput({ limits }));
}

const parseMoment = (text: string | undefined) => Date.parse(text ?? '');
const stateAt = ({ states }: Snapshot, status: string) =>
  parseMoment(states.find((state) => state.status === status)?.at);

describe('when an unknown outcome will be answered', () => {
  it('Getnet has the command: it is asked after the first window, and the budget runs from acceptance', async () => {
    const sale = await saleAt(pending, slow);
    const first = await sale.post();
    const { createdAt } = sale.input.accepted;
    for (const snapshot of [first, await sale.snapshot()]) {
      expect(snapshot.status).toBe('in_progress');
      const { nextCheckAt, answerLatestBy } = snapshot.outcome;
      expect(parseMoment(nextCheckAt)).toBe(stateAt(snapshot, 'in_progress') + 1.05 * slow.lifecycleWindow);
      expect(parseMoment(answerLatestBy)).toBe(Date.parse(createdAt) + DAY_MS);
    }
  });

  it('a callback comes, and Getnet still says in process: it is asked again soon', async () => {
    const sale = await saleAt(pending, slow);
    await sale.post();
    const before = await sale.snapshot();
    await sale.callBack('900001');
    await sale.learns('in process');
    const after = await sale.snapshot();
    expect(parseMoment(after.outcome.nextCheckAt)).toBeLessThan(parseMoment(before.outcome.nextCheckAt));
    expect(after.outcome.answerLatestBy).toBe(before.outcome.answerLatestBy);
  });

  it('no number is known: nobody can be asked, and the answer comes by the end of the budget all the same', async () => {
    const sale = await saleAt(withoutNumber, slow);
    await sale.post();
    const { outcome } = await sale.snapshot();
    expect(outcome).not.toHaveProperty('nextCheckAt');
    expect(parseMoment(outcome.answerLatestBy)).toBe(Date.parse(sale.input.accepted.createdAt) + DAY_MS);
  });

  it('the answer to the command is outstanding: when Getnet is asked is not known yet', async () => {
    let answer: (outcome: DispatchOutcome) => void = () => undefined;
    const held = new Promise<DispatchOutcome>((resolve) => (answer = resolve));
    const sale = await saleAt({ ...pending, send: () => held }, slow);
    const { status, outcome } = await sale.snapshot();
    expect(status).toBe('dispatching');
    expect(outcome).not.toHaveProperty('nextCheckAt');
    expect(parseMoment(outcome.answerLatestBy)).toBe(Date.parse(sale.input.accepted.createdAt) + DAY_MS);
    answer(lost);
    await sale.becomes('in_progress');
  });

  it('the budget is used up: it says needs_attention at the time it had told, then only when it is looked at next', async () => {
    const sale = await saleAt(pending, { lifecycleWindow: 200, lifecycleLimit: 400, attentionAfter: 1_500 });
    const { outcome: told } = await sale.post();
    await sale.becomes('needs_attention');
    const snapshot = await sale.snapshot();
    const entered = stateAt(snapshot, 'needs_attention');
    expect(entered).toBeGreaterThanOrEqual(parseMoment(told.answerLatestBy));
    expect(snapshot.outcome).not.toHaveProperty('answerLatestBy');
    expect(parseMoment(snapshot.outcome.nextCheckAt)).toBeGreaterThan(entered);
  });

  it('a callback doubts a refusal: the budget of the doubt runs from the callback', async () => {
    const refused: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
    const sale = await saleAt({ ...pending, send: async () => refused }, slow);
    await sale.post();
    await sale.callBack('900001');
    await sale.learns('in process');
    const snapshot = await sale.snapshot();
    expect(snapshot.status).toBe('verifying');
    const since = stateAt(snapshot, 'verifying');
    expect(parseMoment(snapshot.outcome.answerLatestBy)).toBe(since + DAY_MS);
    expect(parseMoment(snapshot.outcome.nextCheckAt)).toBeGreaterThanOrEqual(since);
  });

  it('it is not sent, or has ended: no time is given, and the result has none', async () => {
    const sale = await saleAt(createGetnetAnswering(approved()), slow);
    await sale.post();
    await sale.callBack('900001');
    const result = await sale.run.result();
    const shown = [result, await sale.snapshot()];
    for (const { status, outcome } of shown) {
      expect(status).toBe('approved');
      expect(outcome).not.toHaveProperty('nextCheckAt');
      expect(outcome).not.toHaveProperty('answerLatestBy');
    }
  });
});
