import { afterEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { answeredSignal } from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';

useStoryWorkers();

/** A transaction that was not sent stays open: its key may try again. */
async function notSent(sale: Sale): Promise<Snapshot> {
  const snapshot = await sale.becomes('not_sent');
  expect((await sale.run.describe()).status.name).toBe('RUNNING');
  return snapshot;
}

describe('a sale', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const over = async (getnet: Getnet) => {
    world = await TransactionWorld.over(getnet);
    return world;
  };

  it('acknowledged and called back: the status query proves the approval and the terminal is given back', async () => {
    const getnet = createGetnetAnswering(approved());
    const sale = await (await over(getnet)).sale();
    expect(await sale.post()).toMatchObject({ status: 'in_progress', idPosTxs: '900001' });
    await sale.callBack('900001');
    const result = await sale.run.result();
    expect(result).toMatchObject({
      status: 'approved',
      outcome: { moneyMoved: 'yes', evidence: 'status_query' },
    });
    expect(result.states.map(({ status }) => status)).toEqual([
      'dispatching',
      'in_progress',
      'verifying',
      'approved',
    ]);
    expect(getnet.sent).toEqual([sale.input.accepted.customId]);
    expect((await world.lease(sale.input)).status.name).toBe('TERMINATED');
  });

  it('callback lost: the status query after the first window finds the decline', async () => {
    const sale = await (await over(createGetnetAnswering(declined()))).sale();
    expect(await sale.run.result()).toMatchObject({ status: 'declined', outcome: { moneyMoved: 'no' } });
  });

  it('callback before the acknowledgement: it is kept and used', async () => {
    let calledBack = (): void => undefined;
    const early = new Promise<void>((arrived) => (calledBack = arrived));
    const getnet = createGetnetAnswering(approved());
    const slow: Getnet = { ...getnet, send: (...order) => early.then(() => getnet.send(...order)) };
    const sale = await (await over(slow)).sale();
    await sale.callBack('900001');
    calledBack();
    const result = await sale.run.result();
    expect(result.evidence.map(({ source }) => source)).toEqual(['callback', 'dispatch', 'status_query']);
  });

  it('acknowledgement lost: the number comes from the callback and counts once the query names our command', async () => {
    const outcome: DispatchOutcome = { kind: 'unknown', cause: 'connection reset' };
    const getnet = createGetnetAnswering(approved('900077'));
    const questions: boolean[] = [];
    const sale = await (
      await over({
        ...getnet,
        send: async () => outcome,
        status: (question) => {
          questions.push(question.idFromCallback);
          return getnet.status(question);
        },
      })
    ).sale();
    expect(await sale.post()).toMatchObject({
      status: 'in_progress',
      outcome: { moneyMoved: 'unknown' },
    });
    await sale.callBack('900077');
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900077' });
    expect(questions).toEqual([true]);
  });

  it('terminal held by another sale: not sent, and the holder is named', async () => {
    await over(createGetnetAnswering({ kind: 'pending' }));
    const first = await world.sale();
    await first.post();
    const { serialNumber } = first.input.accepted.terminal;
    const second = await world.sale(saleInput({ serialNumber: ` ${serialNumber.toLowerCase()} ` }));
    const snapshot = await notSent(second);
    expect(snapshot.outcome).toMatchObject({
      moneyMoved: 'no',
      reason: 'terminal-busy',
      holder: { transactionId: first.input.accepted.transactionId },
    });
    expect((await second.post()).status).toBe('not_sent');
    await first.run.terminate();
  });

  it.each<[DispatchOutcome, string]>([
    [{ kind: 'refused', reason: 'terminal_busy' }, 'terminal-busy'],
    [{ kind: 'refused', reason: 'terminal_unknown' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'unauthorized' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'forbidden' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'rate_limited' }, 'provider-unreachable'],
    [{ kind: 'refused', reason: 'terminal_offline' }, 'terminal-offline'],
    [{ kind: 'unreachable', cause: 'connection refused' }, 'provider-unreachable'],
    [{ kind: 'expired' }, 'dispatch-expired'],
  ])('dispatch %j: not sent as %s, and the terminal is free again', async (outcome, expected) => {
    const sale = await (
      await over({ ...createGetnetAnswering(approved()), send: async () => outcome })
    ).sale();
    expect(await notSent(sale)).toMatchObject({ outcome: { moneyMoved: 'no', reason: expected } });
    await world.leaseEnds(sale.input);
    expect((await world.lease(sale.input)).status.name).toBe('TERMINATED');
  });

  it('deadline passed before a worker came: nothing is sent', async () => {
    const getnet = createGetnetAnswering(approved());
    const sale = await (await over(getnet)).sale(saleInput({ dispatchBy: Date.now() - 1 }));
    expect((await notSent(sale)).outcome.reason).toBe('dispatch-expired');
    expect(getnet.sent).toEqual([]);
  });

  it('no answer for the whole budget: needs attention, still asks, and a late answer settles it', async () => {
    await over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale(saleInput({ limits: { attentionAfter: 1_800 } }));
    const waiting = await sale.becomes('needs_attention');
    expect(waiting.outcome).toMatchObject({
      moneyMoved: 'unknown',
      detail: expect.stringContaining('900001'),
    });
    world.answerWith(createGetnetAnswering(approved()));
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
  });

  it('approved without an authorisation code: counts only after the lifecycle, with a warning', async () => {
    const { result } = approved();
    const sale = await (
      await over(
        createGetnetAnswering({
          kind: 'approved_without_code',
          result: { ...result, authorizationCode: null },
        }),
      )
    ).sale();
    await sale.post();
    await sale.callBack('900001');
    const end = await sale.run.result();
    expect(end).toMatchObject({
      status: 'approved',
      outcome: { warning: expect.stringContaining('authorisation') },
    });
    const settledAfter = Date.parse(end.finalAt ?? '') - Date.parse(end.accepted.createdAt);
    expect(settledAfter).toBeGreaterThanOrEqual(sale.input.policy.limits.lifecycleLimit);
  });

  it('sync mode: the caller is answered while the command is held, and the held answer is the proof', async () => {
    let answer = (_: DispatchOutcome): void => undefined;
    const held = new Promise<DispatchOutcome>((come) => (answer = come));
    const sale = await (
      await over({ ...createGetnetAnswering(approved()), send: () => held })
    ).sale(saleInput({ mode: 'sync' }));
    expect(await sale.post()).toMatchObject({ status: 'dispatching' });
    answer({ kind: 'finished', proof: approved() });
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      outcome: { evidence: 'sync_response' },
    });
  });

  it('callbacks that repeat or lie: only the status query decides', async () => {
    const getnet = createGetnetAnswering(declined());
    const both = createHeld<void>();
    const status: Getnet['status'] = (question) => both.given.then(() => getnet.status(question));
    const sale = await (await over({ ...getnet, status })).sale();
    await sale.post();
    await sale.callBack('123456', 'same body');
    await sale.callBack('123456', 'same body');
    both.give();
    const result = await sale.run.result();
    expect(result).toMatchObject({ status: 'declined', idPosTxs: '900001' });
    // A callback that comes at the end of a workflow task has it done again, with its questions.
    expect([...new Set(getnet.asked)]).toEqual(['900001', '123456']);
  });

  it('the acknowledgement names an older sale, the callback the right one: ours is the number whose answer names us', async () => {
    const asked: (readonly [string, boolean])[] = [];
    await over({
      ...createGetnetAnswering(approved('900002'), '900001'),
      status: async ({ idPosTxs, idFromCallback }) => {
        asked.push([idPosTxs, idFromCallback]);
        if (idPosTxs === '900002') return { verdict: approved('900002') };
        return { verdict: { kind: 'contradiction', fields: ['customId'] } };
      },
    });
    const sale = await world.sale();
    await sale.post();
    await sale.callBack('900002');
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900002' });
    expect(asked.every(([, mustNameUs]) => mustNameUs)).toBe(true);
  });

  it('a callback names another sale’s number: once Getnet says whose it is, our own counts alone', async () => {
    const asked: (readonly [string, boolean])[] = [];
    await over({
      ...createGetnetAnswering(declined()),
      status: async ({ idPosTxs, idFromCallback }) => {
        asked.push([idPosTxs, idFromCallback]);
        if (idPosTxs !== '900001')
          return { verdict: { kind: 'contradiction', fields: ['customId'], foreign: true } };
        // An answer without ids: no proof while another number may be ours.
        return { verdict: idFromCallback ? { kind: 'contradiction', fields: ['customId'] } : declined() };
      },
    });
    const sale = await world.sale();
    await sale.post();
    await sale.callBack('111');
    expect(await sale.run.result()).toMatchObject({ status: 'declined', idPosTxs: '900001' });
    expect(asked.at(-1)).toEqual(['900001', false]);
  });

  it('a lost dispatch that still tells a number by signal: Getnet is asked about it', async () => {
    await over({
      ...createGetnetAnswering(approved('900077')),
      send: async () => ({ kind: 'unknown', cause: 'lost' }),
    });
    const sale = await world.sale();
    await sale.post();
    const outcome: DispatchOutcome = {
      kind: 'unknown',
      cause: 'without a code',
      idPosTxs: requireIdPosTxs('900077'),
    };
    const { customId } = sale.input.accepted;
    await sale.run.signal(answeredSignal, { version: 1, customId, handOut: 1, outcome });
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900077' });
  });
});
