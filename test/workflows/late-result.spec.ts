import { afterEach, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import {
  hintArrivedSignal,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding, LateResultInput } from '../../src/workflows/late-result.messages.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput, terminalResult } from '../support/terms.js';
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

  /** Finds the charge, and says how its undo ends. */
  async function find(action: 'undo' | 'ask' | 'keep', undoEnds: Verdict, told: 'yes' | 'no' = 'no') {
    const sent: string[] = [];
    const code = String(randomInt(100_000, 999_999));
    const charge = { ...approved(), result: terminalResult({ authorizationCode: code }) };
    const getnet: Getnet = {
      ...createGetnetAnswering(charge),
      async send({ type }) {
        sent.push(type);
        return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900002') };
      },
      status: async ({ accepted }) => ({ verdict: accepted.type === 'sale' ? charge : undoEnds }),
    };
    world = await TransactionWorld.over(getnet);
    const { accepted, policy } = saleInput();
    const idPosTxs = requireIdPosTxs('900001');
    const run = await world.client.workflow.signalWithStart(lateResultWorkflow, {
      workflowId: lateResultWorkflowId(accepted.customId),
      taskQueue: world.taskQueue,
      args: [{ version: 1, accepted, policy, idPosTxs, told: { moneyMoved: told, idPosTxs }, action }],
      signal: hintArrivedSignal,
      signalArgs: [{ version: 1, customId: accepted.customId, digest: 'd', claims: 'approved', idPosTxs }],
    });
    const finding = (await run.result()) as LateResultFinding;
    return { finding, sent };
  }

  it('the policy is undo: it is returned once, for nobody knows what the terminal did since', async () => {
    const { finding, sent } = await find('undo', approved('900002'));
    expect(finding).toMatchObject({ moneyMoved: 'yes', undo: { state: 'done', type: 'return' } });
    expect(sent).toEqual(['return']);
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
    const { finding, sent } = await find(action, approved('900002'), told);
    expect(finding).toMatchObject({ moneyMoved: 'yes' });
    expect(finding.undo).toBeUndefined();
    expect(sent).toEqual([]);
  });
});
