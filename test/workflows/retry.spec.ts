import { afterEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';

useStoryWorkers();

const refused: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
const busy: DispatchOutcome = { kind: 'refused', reason: 'terminal_busy' };
const acknowledged = (id: string): DispatchOutcome => ({
  kind: 'acknowledged',
  idPosTxs: requireIdPosTxs(id),
});

/** A Getnet that answers one command after the other, and asks its caller right before each, as the real client does. */
function createGetnetForRetry(...outcomes: readonly DispatchOutcome[]) {
  const getnet = createGetnetAnswering(approved());
  let sent = 0;
  const send: Getnet['send'] = async (accepted, { mayStillSend }) => {
    if (mayStillSend && !(await mayStillSend()))
      return { kind: 'withheld', cause: 'a callback is not verified' };
    getnet.sent.push(accepted.customId);
    sent += 1;
    return outcomes[sent - 1] ?? { kind: 'unreachable', cause: 'no more answers' };
  };
  return { ...getnet, send };
}

describe('trying again', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const over = async (getnet: Getnet) => (world = await TransactionWorld.over(getnet));

  it('attempt 1 refused: the key tries again in the same run, with a customId of its own, and is approved', async () => {
    const getnet = createGetnetForRetry(refused, acknowledged('900001'));
    const sale = await (await over(getnet)).sale();
    expect(await sale.post()).toMatchObject({ status: 'not_sent', retryUntil: expect.any(String) });
    expect(await sale.retry(2)).toMatchObject({ status: 'in_progress', accepted: { attempt: 2 } });
    await sale.callBack('900001', 'approved', 2);
    const end = await sale.run.result();
    expect(end).toMatchObject({
      status: 'approved',
      accepted: { attempt: 2 },
      outcome: { moneyMoved: 'yes' },
    });
    expect(end.outcome.warning).toBeUndefined();
    expect(end.states.map(({ n }) => n)).toEqual(end.states.map((_, place) => place + 1));
    const { transactionId } = sale.input.accepted;
    expect(getnet.sent).toEqual([transactionId, `${transactionId}-2`]);
  });

  it('a clock that was an hour ahead for one attempt: the next attempt is sent, and the earlier one holds nothing up', async () => {
    const HOUR_MS = 3_600_000;
    const getnet = createGetnetForRetry(refused, refused, acknowledged('900001'));
    const sale = await (await over(getnet)).sale();
    await sale.post();
    const anHourAhead = Date.now() + HOUR_MS;
    const ahead = { createdAt: new Date(anHourAhead).toISOString(), dispatchBy: anHourAhead + 20_000 };
    expect(await sale.retry(2, ahead)).toMatchObject({ status: 'not_sent' });
    expect(await sale.retry(3)).toMatchObject({ status: 'in_progress', accepted: { attempt: 3 } });
    await sale.callBack('900001', 'approved', 3);
    expect(await sale.run.result()).toMatchObject({ status: 'approved', accepted: { attempt: 3 } });
    expect(getnet.sent).toHaveLength(3);
  });

  it('a hundred repeats of the key at once: they share one attempt', async () => {
    const getnet = createGetnetForRetry(refused, acknowledged('900001'));
    const sale = await (await over(getnet)).sale();
    await sale.post();
    const answers = await Promise.all(Array.from({ length: 100 }, () => sale.retry(2)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['in_progress']));
    expect(getnet.sent).toHaveLength(2);
    await sale.run.terminate();
  });

  it('attempt 1 is refused but runs, attempt 2 is refused, its callback proves the charge: that is the outcome, and no attempt 3 is sent', async () => {
    const getnet = createGetnetForRetry(refused, busy);
    const sale = await (await over(getnet)).sale();
    await sale.post();
    expect(await sale.retry(2)).toMatchObject({ status: 'not_sent' });
    await sale.callBack('900001', 'of attempt 1', 1);
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      idPosTxs: '900001',
      accepted: { attempt: 1 },
      outcome: { moneyMoved: 'yes', evidence: 'status_query', warning: 'reported-not-sent-before' },
    });
    expect(getnet.sent).toHaveLength(2);
  });

  it('the callback is there before the refusal: the outcome is unknown, and its number is asked first', async () => {
    let answer = (_: DispatchOutcome): void => undefined;
    const held = new Promise<DispatchOutcome>((come) => (answer = come));
    const getnet = createGetnetAnswering(approved());
    const sale = await (await over({ ...getnet, send: () => held })).sale();
    await sale.callBack('900001');
    answer({ kind: 'refused', reason: 'forbidden' });
    const end = await sale.run.result();
    expect(end).toMatchObject({ status: 'approved', idPosTxs: '900001' });
    expect(end.states.map(({ status }) => status)).not.toContain('not_sent');
  });

  it('a callback for a refused attempt, disproved: the transaction is not sent again, and its key may try again', async () => {
    const getnet = {
      ...createGetnetForRetry(refused, acknowledged('900002')),
      ...createStatus({ '900001': declined() }),
    };
    const sale = await (await over(getnet)).sale();
    await sale.post();
    await sale.callBack('900001');
    await sale.learns('not approved');
    expect(await sale.becomes('not_sent')).toMatchObject({
      outcome: { moneyMoved: 'no', reason: 'terminal-offline' },
    });
    expect(await sale.retry(2)).toMatchObject({ status: 'in_progress' });
    await sale.run.terminate();
  });

  it('a callback without a number, after an explicit refusal: noted, and no doubt', async () => {
    const getnet = createGetnetForRetry(refused, acknowledged('900001'));
    const sale = await (await over(getnet)).sale();
    await sale.post();
    await sale.callBack();
    expect(await sale.retry(2)).toMatchObject({ status: 'in_progress' });
    await sale.run.terminate();
  });

  it('a repeat while a callback is unverified: it waits for Getnet, and is answered with the charge', async () => {
    let known = false;
    const getnet = createGetnetForRetry(refused, acknowledged('900002'));
    const status: Getnet['status'] = async () => ({ verdict: known ? approved() : { kind: 'pending' } });
    const sale = await (await over({ ...getnet, status })).sale();
    await sale.post();
    await sale.callBack('900001');
    expect(await sale.becomes('verifying')).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    const again = sale.retry(2);
    await sale.evidenceGrows();
    known = true;
    expect(await again).toMatchObject({
      status: 'approved',
      outcome: { warning: 'reported-not-sent-before' },
    });
    expect(getnet.sent).toHaveLength(1);
  });

  it('a callback between the acceptance of attempt 2 and its POST: the command is withheld, and the charge is the answer', async () => {
    const getnet = createGetnetForRetry(refused, acknowledged('900002'));
    const sale = await (await over(getnet)).sale();
    await sale.post();
    const { send } = getnet;
    world.answerWith({
      ...getnet,
      // The token was fetched, the connection stands, and now the callback of attempt 1 is acknowledged.
      send: async (accepted, options) => {
        await sale.callBack('900001', 'of attempt 1', 1);
        return send(accepted, options);
      },
    });
    expect(await sale.retry(2)).toMatchObject({ status: 'approved' });
    expect(getnet.sent).toHaveLength(1);
  });

  it('a doubt that nobody can settle: needs attention, nothing more is sent', async () => {
    const getnet = { ...createGetnetForRetry(refused), ...createStatus({}) };
    const sale = await (await over(getnet)).sale(saleInput({ limits: { attentionAfter: 1_500 } }));
    await sale.post();
    await sale.callBack('900001');
    expect(await sale.becomes('needs_attention')).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    expect(getnet.sent).toHaveLength(1);
    await sale.run.terminate();
  });

  it('its time is over: the run completes as not sent, and the next attempt is refused', async () => {
    const getnet = createGetnetForRetry(refused);
    const brief = { retryWithin: 1_500, callbackValidFor: 1_500 };
    const sale = await (await over(getnet)).sale(saleInput({ limits: brief }));
    await sale.post();
    expect(await sale.run.result()).toMatchObject({
      status: 'not_sent',
      outcome: { reason: 'terminal-offline' },
    });
    await expect(sale.retry(2)).rejects.toThrow();
    expect(getnet.sent).toHaveLength(1);
  });

  it('it was sent long after its acceptance, as one that had waited: it stays open while Getnet may call back about it', async () => {
    const limits = { retryWithin: 60_000, callbackValidFor: 60_000 };
    const dispatchBy = Date.now() + 600_000;
    const terms = { limits, dispatchBy, countsCallbacksFromSending: true };
    const sale = await (await over(createGetnetForRetry(refused))).sale(saleInput(terms));
    await sale.parks(1);
    const { events = [] } = await sale.run.fetchHistory();
    const timers = (events ?? []).map(({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout);
    const longestSeconds = Math.max(...timers.map((timer) => Number(timer?.seconds ?? 0)));
    expect(longestSeconds).toBeGreaterThan(600);
    await sale.run.terminate();
  });

  it('an attempt that is not the next one, or comes while one is under way: refused, and nothing is written', async () => {
    const sale = await (await over(createGetnetForRetry(refused, acknowledged('900001')))).sale();
    await sale.post();
    await expect(sale.retry(3)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await sale.retry(2);
    await expect(sale.retry(3)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await sale.run.terminate();
  });

  it('attempt 2 is on its way when attempt 1 is proven to have charged: both are told, and the other one is late news, too', async () => {
    const getnet = {
      ...createGetnetForRetry(refused, acknowledged('900002')),
      ...createStatus({ '900001': approved('900001'), '900002': approved('900002') }),
    };
    const sale = await (await over(getnet)).sale();
    await sale.post();
    await sale.retry(2);
    await sale.callBack('900001', 'of attempt 1', 1);
    await sale.callBack('900002', 'of attempt 2', 2);
    const end = await sale.run.result();
    expect(end).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    expect(end.outcome.warning).toContain('charged-twice');
    const late = world.client.workflow.getHandle(lateResultWorkflowId(sale.input.accepted.customId));
    expect(await late.result()).toMatchObject({ moneyMoved: 'yes', idPosTxs: '900001' });
  });

  it.each([
    ['to the refusal', -2],
    ['to the answer', -1],
  ])(
    'a parked transaction is reset %s: the second run sends nothing and never says not sent',
    async (_, task) => {
      const getnet = createGetnetForRetry(refused, acknowledged('900001'));
      const sale = await (await over(getnet)).sale();
      await sale.post();
      await sale.becomes('not_sent');
      await world.reset(sale.run.workflowId, task);
      expect(await sale.becomes('needs_attention')).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
      await sale.retry(2).catch(() => undefined);
      expect(await sale.snapshot()).toMatchObject({ status: 'needs_attention' });
      expect(getnet.sent).toHaveLength(1);
      await sale.run.terminate();
    },
  );
});

/** What Getnet says about each number; it does not find any other. */
function createStatus(
  verdicts: Readonly<Record<string, ReturnType<typeof approved>>>,
): Pick<Getnet, 'status'> {
  return { status: async ({ idPosTxs }) => ({ verdict: verdicts[idPosTxs] ?? { kind: 'not_found' } }) };
}
