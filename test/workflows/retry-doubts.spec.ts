import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { Attempts } from '../../src/workflows/attempts.js';
import { WorkflowClock } from '../../src/workflows/workflow-clock.js';
import {
  answeredSignal,
  attemptUpdateId,
  triedAgainUpdate,
} from '../../src/workflows/transaction.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, quick, saleInput } from '../support/terms.js';
import { buildNextAccepted } from '../support/sale-under-way.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

type Verdict = Awaited<ReturnType<Getnet['status']>>['verdict'];

const refused: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
const acknowledged = (id: string): DispatchOutcome => ({
  kind: 'acknowledged',
  idPosTxs: requireIdPosTxs(id),
});

/** A Getnet whose answers to commands are given one by one, and whose word about a number can change. */
function createGetnet(outcomes: readonly (DispatchOutcome | Promise<DispatchOutcome>)[]) {
  const getnet = createGetnetAnswering({ kind: 'not_found' });
  const verdicts: Record<string, Verdict> = {};
  const atDevice: Record<string, Verdict> = {};
  const askedAtDevice: string[] = [];
  const send: Getnet['send'] = async (accepted, { mayStillSend }) => {
    if (mayStillSend && !(await mayStillSend())) return { kind: 'withheld', cause: 'a doubt' };
    getnet.sent.push(accepted.customId);
    return outcomes[getnet.sent.length - 1] ?? { kind: 'unreachable', cause: 'no more answers' };
  };
  const status: Getnet['status'] = async ({ idPosTxs }) => {
    getnet.asked.push(idPosTxs);
    return { verdict: verdicts[idPosTxs] ?? { kind: 'not_found' } };
  };
  const statusAtDevice: Getnet['statusAtDevice'] = async ({ idPosTxs }) => {
    askedAtDevice.push(idPosTxs);
    return { verdict: atDevice[idPosTxs] ?? { kind: 'not_found' } };
  };
  return { ...getnet, send, status, statusAtDevice, verdicts, atDevice, askedAtDevice };
}

/** Sends each command as `first` is done with it; a callback of attempt 1 comes right before the first POST of attempt 2. */
function callBackBeforePost(getnet: Getnet, sale: Sale): Getnet {
  let isCalledBack = false;
  return {
    ...getnet,
    async send(accepted, options) {
      if (!isCalledBack) await sale.callBack('900001', 'of attempt 1', 1);
      isCalledBack = true;
      return getnet.send(accepted, options);
    },
  };
}

describe('doubts about an earlier attempt', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const over = async (getnet: Getnet) => (world = await TransactionWorld.over(getnet));

  it('“withheld” comes a second time, by signal, when the command is on its way: it is not sent again', async () => {
    let answer = (_: DispatchOutcome): void => undefined;
    const held = new Promise<DispatchOutcome>((given) => (answer = given));
    const getnet = createGetnet([refused, held]);
    const sale = await (await over(getnet)).sale();
    await sale.post();
    world.answerWith(callBackBeforePost(getnet, sale));
    getnet.verdicts['900001'] = declined();
    const again = sale.retry(2);
    await until(() => getnet.sent.length === 2);
    const { customId } = buildNextAccepted(sale.input, 2);
    const outcome = { kind: 'withheld', cause: 'a doubt' } as const;
    await sale.run.signal(answeredSignal, { version: 1, customId, handOut: 1, outcome });
    await sale.snapshot();
    answer(acknowledged('900002'));
    expect(await again).toMatchObject({ status: 'in_progress', idPosTxs: '900002' });
    getnet.verdicts['900002'] = approved('900002');
    await sale.callBack('900002', 'of attempt 2', 2);
    expect(await sale.run.result()).toMatchObject({ status: 'approved' });
    expect(getnet.sent).toHaveLength(2);
  });

  it('attempt 1 is proven to have charged, attempt 2 is in doubt beyond the deadline of attempt 3: the charge stays the outcome', async () => {
    const getnet = createGetnet([refused, refused]);
    getnet.verdicts['900001'] = { kind: 'pending' };
    getnet.verdicts['900002'] = { kind: 'pending' };
    const sale = await (await over(getnet)).sale(saleInput({ limits: { dispatchWithin: 6_000 } }));
    await sale.post();
    await sale.retry(2);
    await sale.callBack('900001', 'of attempt 1', 1);
    await sale.callBack('900002', 'of attempt 2', 2);
    const third = sale.retry(3);
    const deadline = Date.now() + 6_000;
    await sale.evidenceGrows();
    getnet.verdicts['900001'] = approved();
    expect(await third).toMatchObject({ status: 'approved', idPosTxs: '900001' });
    while (Date.now() < deadline + 500) {
      expect(await sale.snapshot()).toMatchObject({ status: 'approved', accepted: { attempt: 1 } });
      await pause(250);
    }
    expect(await sale.details()).toContain('**approved**');
    getnet.verdicts['900002'] = declined('900002');
    expect(await sale.run.result()).toMatchObject({ status: 'approved', accepted: { attempt: 1 } });
    expect(getnet.sent).toHaveLength(2);
  });

  it('the worker cannot ask before it sends: the command is withheld, tried again after a pause, and sent once', async () => {
    const getnet = createGetnet([refused, acknowledged('900002')]);
    const sale = await (await over(getnet)).sale();
    await sale.post();
    let withheld = 0;
    const { send } = getnet;
    world.answerWith({
      ...getnet,
      send: async (...order) =>
        (withheld += 1) === 1 ? { kind: 'withheld', cause: 'Temporal did not answer' } : send(...order),
    });
    expect(await sale.retry(2)).toMatchObject({ status: 'in_progress' });
    expect(getnet.sent).toHaveLength(2);
    await sale.run.terminate();
  });

  it('reset while a command is withheld: the second run neither sends nor spins', async () => {
    const getnet = createGetnet([refused, acknowledged('900002')]);
    getnet.verdicts['900001'] = { kind: 'pending' };
    const sale = await (await over(getnet)).sale(saleInput({ limits: { dispatchWithin: 6_000 } }));
    await sale.post();
    world.answerWith(callBackBeforePost(getnet, sale));
    void sale.retry(2).catch(() => undefined);
    await sale.becomes('verifying');
    await world.reset(sale.run.workflowId, -1);
    const snapshot = await sale.becomes('needs_attention');
    expect(snapshot).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    expect(getnet.sent).toHaveLength(1);
    getnet.verdicts['900001'] = approved();
    await sale.callBack('900001', 'again', 1);
    expect(await sale.run.result()).toMatchObject({ status: 'approved', accepted: { attempt: 1 } });
  });

  it('reset to the beginning after two attempts: both are known again, and both charges are told', async () => {
    const getnet = createGetnet([refused, acknowledged('900002')]);
    getnet.verdicts['900001'] = { kind: 'pending' };
    getnet.verdicts['900002'] = { kind: 'pending' };
    const sale = await (await over(getnet)).sale();
    await sale.post();
    await sale.retry(2);
    await sale.callBack('900001', 'of attempt 1', 1);
    await sale.learns('claims approved for 900001');
    await world.reset(sale.run.workflowId, 0);
    await sale.learns('acknowledged as 900002');
    getnet.verdicts['900001'] = approved('900001');
    getnet.verdicts['900002'] = approved('900002');
    await sale.callBack('900002', 'of attempt 2', 2);
    const end = await sale.run.result();
    expect(end).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    expect(end.outcome.warning).toContain('charged-twice');
    expect(getnet.sent).toHaveLength(2);
  });

  it('attempt 2 may be at the terminal: the terminal is not asked about attempt 1', async () => {
    const getnet = createGetnet([refused, acknowledged('900002')]);
    getnet.verdicts['900002'] = { kind: 'pending' };
    const limits = { lifecycleWindow: 600, lifecycleLimit: 3_000, attentionAfter: 30_000 };
    const sale = await (await over(getnet)).sale(saleInput({ limits, deviceQuery: true }));
    await sale.post();
    await pause(limits.lifecycleLimit);
    await sale.retry(2);
    await sale.callBack('900001', 'of attempt 1', 1);
    await until(() => getnet.asked.filter((asked) => asked === '900001').length >= 4);
    expect(getnet.askedAtDevice).toEqual([]);
    await sale.run.terminate();
  });

  it('the terminal is asked about attempt 1 while attempt 2 waits: attempt 2 keeps the terminal, and is sent under its lease', async () => {
    const getnet = createGetnet([refused, acknowledged('900002')]);
    getnet.atDevice['900001'] = declined();
    const limits = {
      dispatchWithin: 8_000,
      lifecycleWindow: 200,
      lifecycleLimit: 500,
      attentionAfter: 30_000,
    };
    const sale = await (await over(getnet)).sale(saleInput({ limits, deviceQuery: true }));
    await sale.post();
    const { send } = getnet;
    const leases: (string | undefined)[] = [];
    world.answerWith(
      callBackBeforePost(
        {
          ...getnet,
          send: async (...order) => {
            const outcome = await send(...order);
            if (outcome.kind === 'acknowledged') leases.push((await world.lease(sale.input)).status.name);
            return outcome;
          },
        },
        sale,
      ),
    );
    expect(await sale.retry(2)).toMatchObject({ status: 'in_progress', accepted: { attempt: 2 } });
    expect(getnet.askedAtDevice).toEqual(['900001']);
    expect(leases).toEqual(['RUNNING']);
    await sale.run.terminate();
  });

  it('another transaction used the terminal between two attempts: our own number is not taken for an earlier one', async () => {
    const getnet = createGetnet([refused, acknowledged('900005'), acknowledged('900009')]);
    const sale = await (await over(getnet)).sale();
    await sale.post();
    const { accepted } = sale.input;
    const other = saleInput({ serialNumber: accepted.terminal.serialNumber });
    const between = await world.sale({
      ...other,
      accepted: { ...other.accepted, previous: accepted.transactionId },
    });
    await between.post();
    getnet.verdicts['900005'] = approved('900005');
    await between.callBack('900005');
    await between.run.result();
    const next = { ...buildNextAccepted(sale.input, 2), previous: other.accepted.transactionId };
    await sale.run.executeUpdate(triedAgainUpdate, { updateId: attemptUpdateId(2), args: [next] });
    // Argentina's terminals answer without our ids (contract §3, shape B).
    const { namesUs: _, idPosTxs: _number, ...withoutIds } = { ...approved('900009'), namesUs: false };
    getnet.verdicts['900009'] = withoutIds;
    await sale.callBack('900009', 'of attempt 2', 2);
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900009' });
  });
});

describe('numbers that callbacks name', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const over = async (getnet: Getnet) => (world = await TransactionWorld.over(getnet));

  it('the acknowledgement is lost and Getnet does not find the callback’s number for long: it is asked until it does', async () => {
    const getnet = createGetnet([{ kind: 'unknown', cause: 'no answer' }]);
    const limits = {
      dispatchWithin: 3_000,
      lifecycleWindow: 200,
      lifecycleLimit: 500,
      attentionAfter: 30_000,
    };
    const sale = await (await over(getnet)).sale(saleInput({ limits }));
    await sale.callBack('900001');
    await pause(limits.dispatchWithin + limits.lifecycleLimit);
    const asked = getnet.asked.length;
    await until(() => getnet.asked.length >= asked + 2);
    getnet.verdicts['900001'] = approved();
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: '900001' });
  });

  it('a number was disproved, and a later callback says it charged: Getnet is asked again', async () => {
    const getnet = createGetnet([refused]);
    getnet.verdicts['900001'] = declined();
    const sale = await (await over(getnet)).sale();
    await sale.post();
    await sale.callBack('900001', 'first');
    await sale.learns('not approved');
    await sale.becomes('not_sent');
    getnet.verdicts['900001'] = approved();
    await sale.callBack('900001', 'second');
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      outcome: { warning: 'reported-not-sent-before' },
    });
  });
});

it('the worker of a command counts as lost and Getnet has called back: a refused token is no reason to write it again', () => {
  const { accepted } = saleInput();
  const attempts = new Attempts(accepted, quick, new WorkflowClock(Date.now()));
  attempts.first.recordDispatch({ kind: 'unknown', cause: 'the worker did not report' });
  expect(attempts.blockingAttempts).toEqual([]);
  attempts.first.recordCallback({ version: 1, customId: accepted.customId, digest: 'a', claims: 'nothing' });
  expect(attempts.blockingAttempts).toEqual([attempts.first]);
});
