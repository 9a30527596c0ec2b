import { afterEach, describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import {
  hintArrivedSignal,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../src/workflows/late-result.messages.js';
import { buildCustomId } from '../../src/domain/ids.js';
import type { LateResultFinding, LateResultInput } from '../../src/workflows/late-result.messages.js';
import type { Proof, Verdict } from '../../src/domain/verdict.js';
import type { CallbackHint } from '../../src/workflows/transaction.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput, buildTerminalResult } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';

useStoryWorkers();

describe('a callback for a transaction that no longer runs', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  async function find(getnet: Getnet, named?: string, own?: string): Promise<LateResultFinding> {
    world = await TransactionWorld.over(getnet);
    const { accepted, policy } = saleInput({ limits: { attentionAfter: 1_800 } });
    const input: LateResultInput = {
      version: 1,
      accepted,
      policy,
      ...(own && { idPosTxs: requireIdPosTxs(own) }),
    };
    const run = await world.client.workflow.signalWithStart(lateResultWorkflow, {
      workflowId: lateResultWorkflowId(accepted.customId),
      taskQueue: world.taskQueue,
      args: [input],
      signal: hintArrivedSignal,
      signalArgs: [
        {
          version: 1,
          customId: accepted.customId,
          digest: 'd',
          claims: 'approved',
          ...(named ? { idPosTxs: requireIdPosTxs(named) } : {}),
        },
      ],
    });
    return run.result() as Promise<LateResultFinding>;
  }

  it('approved after all: the status query finds it, and only because it names our command', async () => {
    const finding = await find(createGetnetAnswering(approved()), '900001');
    expect(finding).toMatchObject({ moneyMoved: 'yes', verdict: { kind: 'approved' } });
  });

  it('forged: Getnet contradicts it for the whole budget and nothing is believed', async () => {
    const finding = await find(createGetnetAnswering({ kind: 'contradiction', fields: ['customId'] }), '666');
    expect(finding).toMatchObject({ moneyMoved: 'unknown', verdict: { kind: 'contradiction' } });
  });

  it.each([
    ['approved', approved('900002'), 'yes'],
    ['of another command', { kind: 'contradiction', fields: ['customId'], foreign: true }, 'no'],
  ] as const)(
    'our own number was declined, a callback names another that is %s: that is asked too',
    async (_, other, moneyMoved) => {
      const verdicts: Record<string, Verdict> = { '900001': declined(), '900002': other };
      const getnet = createGetnetAnswering({ kind: 'not_found' });
      const status: Getnet['status'] = async ({ idPosTxs }) => ({
        verdict: verdicts[idPosTxs] ?? { kind: 'not_found' },
      });
      const finding = await find({ ...getnet, status }, '900002', '900001');
      expect(finding).toMatchObject({ moneyMoved });
    },
  );

  it('without a number: there is nothing to ask about, and it says so', async () => {
    const getnet = createGetnetAnswering(approved());
    expect(await find(getnet)).toMatchObject({ moneyMoved: 'unknown', verdict: { kind: 'silent' } });
    expect(getnet.asked).toEqual([]);
  });
});

describe('a sale that the shop was told had not charged, and that charged', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  const charge = (): Proof => ({
    ...approved(),
    result: buildTerminalResult({ authorizationCode: String(randomInt(100_000, 999_999)) }),
  });

  /** A story of one charge. */
  interface Terms {
    readonly told?: 'yes' | 'no';
    /** How Getnet answers about the sale; approved, unless told. */
    readonly answer?: (callBack: (claims: CallbackHint['claims']) => Promise<void>) => Promise<Verdict>;
  }

  /** Finds the charge, and says how its undo ends. */
  async function find(
    action: 'undo' | 'ask' | 'keep',
    undoEnds: Verdict,
    { told = 'no', answer }: Terms = {},
  ) {
    const sent: string[] = [];
    const proof = charge();
    const { accepted, policy } = saleInput();
    const idPosTxs = requireIdPosTxs('900001');
    const { customId } = accepted;
    const callBack = (claims: CallbackHint['claims']) =>
      world.client.workflow
        .getHandle(lateResultWorkflowId(customId))
        .signal(hintArrivedSignal, { version: 1, customId, digest: randomUUID(), claims, idPosTxs });
    const getnet: Getnet = {
      ...createGetnetAnswering(proof),
      async send({ type }) {
        sent.push(type);
        return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900002') };
      },
      status: async ({ accepted: { type } }) => {
        if (type !== 'sale') return { verdict: undoEnds };
        return { verdict: answer ? await answer(callBack) : proof };
      },
    };
    world = await TransactionWorld.over(getnet);
    const look = async (attempt: number): Promise<LateResultFinding> => {
      const named = { transactionId: accepted.transactionId, attempt };
      const asked = { ...accepted, ...named, customId: buildCustomId(named) };
      const input: LateResultInput = { version: 1, accepted: asked, policy, idPosTxs, action };
      const run = await world.client.workflow.signalWithStart(lateResultWorkflow, {
        workflowId: lateResultWorkflowId(asked.customId),
        taskQueue: world.taskQueue,
        args: [{ ...input, told: { moneyMoved: told, idPosTxs } }],
        signal: hintArrivedSignal,
        signalArgs: [{ version: 1, customId: asked.customId, digest: 'd', claims: 'approved', idPosTxs }],
      });
      return run.result() as Promise<LateResultFinding>;
    };
    return { finding: await look(1), sent, look };
  }

  it('the policy is undo: it is returned once, for nobody knows what the terminal did since', async () => {
    const { finding, sent } = await find('undo', approved('900002'));
    expect(finding).toMatchObject({ moneyMoved: 'yes', undo: { state: 'done', type: 'return' } });
    expect(sent).toEqual(['return']);
  });

  it('two attempts charged: one charge is given back, and the other waits for a person', async () => {
    const { finding, sent, look } = await find('undo', approved('900002'));
    expect(finding.undo).toMatchObject({ state: 'done', type: 'return' });
    const { undo } = await look(2);
    expect(undo).toMatchObject({ state: 'failed', why: expect.stringContaining('another charge') });
    expect(sent).toEqual(['return']);
  });

  it('the terminal reverses it while Getnet is being asked: nothing is given back', async () => {
    const answers: Verdict[] = [charge(), declined()];
    const { finding, sent } = await find('undo', approved('900002'), {
      // The callback comes while the first answer is on its way.
      answer: async (callBack) => {
        if (answers.length === 2) await callBack('declined');
        return answers.shift() ?? declined();
      },
    });
    expect(finding).toMatchObject({ moneyMoved: 'no' });
    expect(finding.undo).toBeUndefined();
    expect(sent).toEqual([]);
  });

  it('the policy is undo, and the undo is declined: that is shown, and nothing more is sent', async () => {
    const { finding, sent } = await find('undo', declined('900002'));
    expect(finding).toMatchObject({ moneyMoved: 'yes', undo: { state: 'failed' } });
    expect(finding.undo?.why).toContain('declined');
    expect(sent).toEqual(['return']);
  });

  it.each([
    ['ask', 'no'],
    ['keep', 'no'],
    ['undo', 'yes'],
  ] as const)('the policy is %s, told moneyMoved %s: nothing is sent', async (action, told) => {
    const { finding, sent } = await find(action, approved('900002'), { told });
    expect(finding).toMatchObject({ moneyMoved: 'yes' });
    expect(finding.undo).toBeUndefined();
    expect(sent).toEqual([]);
  });
});
