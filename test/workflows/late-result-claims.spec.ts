import { afterEach, describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../src/domain/verdict.js';
import {
  hintArrivedSignal,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding, LateResultInput } from '../../src/workflows/late-result.messages.js';
import { callbackArrivedSignal } from '../../src/workflows/transaction.messages.js';
import type { CallbackHint } from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';

useStoryWorkers();

const ours = requireIdPosTxs('900001');
/** How a run is to begin, and its times where a story does not wait for them to pass. */
type Terms = Partial<LateResultInput> & Pick<SaleTerms, 'limits'>;
/** Longer than any story lasts. */
const long = { lifecycleWindow: 60_000, lifecycleLimit: 90_000, attentionAfter: 120_000 };
type Claim = Pick<CallbackHint, 'claims' | 'idPosTxs'>;

let world: TransactionWorld;
afterEach(() => world.close());

/** A Getnet that says one thing about each number after the other; what it says last it says for ever. */
function createLagging(says: Record<string, readonly Verdict[]>): Getnet & { sent: string[] } {
  const left = new Map(Object.entries(says).map(([number, all]) => [number, [...all]]));
  const status: Getnet['status'] = async ({ idPosTxs }) => {
    const all = left.get(idPosTxs) ?? [];
    const verdict = all.length > 1 ? all.shift() : all[0];
    return { verdict: verdict ?? { kind: 'not_found' } };
  };
  return { ...createGetnetAnswering({ kind: 'pending' }), status };
}

/** @returns what the callbacks, which are all there when the run begins, led to. */
async function verify(
  getnet: Getnet,
  claims: readonly Claim[],
  { idPosTxs, limits, ...over }: Terms = { idPosTxs: ours },
): Promise<LateResultFinding> {
  const heard = createHeld<void>();
  world = await TransactionWorld.over({
    ...getnet,
    status: async (question) => {
      await heard.given;
      return getnet.status(question);
    },
  });
  const { accepted, policy } = saleInput(limits ? { limits } : {});
  const { customId } = accepted;
  const told = { moneyMoved: 'no', idPosTxs: ours } as const;
  const own = idPosTxs && { idPosTxs };
  const input: LateResultInput = { version: 1, accepted, policy, told, ...own, ...over };
  const [first, ...more] = claims.map((claim, place): CallbackHint => ({
    version: 1,
    customId,
    digest: String(place),
    ...claim,
  }));
  const run = await world.client.workflow.signalWithStart(lateResultWorkflow, {
    workflowId: lateResultWorkflowId(customId),
    taskQueue: world.taskQueue,
    args: [input],
    signal: hintArrivedSignal,
    signalArgs: [first as CallbackHint],
  });
  for (const hint of more) await run.signal(hintArrivedSignal, hint);
  heard.give();
  return run.result() as Promise<LateResultFinding>;
}

describe('the cloud learns later than the callback what the terminal did', () => {
  const asBefore = [declined(), declined(), approved()];

  it.each<[string, Claim]>([
    ['its number', { claims: 'approved', idPosTxs: ours }],
    ['no number', { claims: 'approved' }],
  ])('approved after a decline, by a callback with %s: the old decline is not believed', async (_, claim) => {
    const getnet = createLagging({ [ours]: asBefore });
    expect(await verify(getnet, [claim], { idPosTxs: ours, limits: long })).toMatchObject({
      moneyMoved: 'yes',
    });
  });

  it('the claim was false: a decline that stands for Getnet’s first window is the end', async () => {
    const getnet = createLagging({ [ours]: [declined()] });
    const finding = await verify(getnet, [{ claims: 'approved', idPosTxs: ours }]);
    expect(finding).toMatchObject({ moneyMoved: 'no', verdict: { kind: 'declined' } });
  });
});

describe('two callbacks claim two charges of one command', () => {
  const [second, third] = [requireIdPosTxs('900002'), requireIdPosTxs('900003')];
  const claims: readonly Claim[] = [
    { claims: 'approved', idPosTxs: second },
    { claims: 'approved', idPosTxs: third },
  ];

  it('both are approved: both are found, nothing is given back by itself', async () => {
    const getnet = createLagging({ [second]: [approved(second)], [third]: [approved(third)] });
    const finding = await verify(getnet, claims, { action: 'undo' });
    const { idPosTxs, alsoCharged = [], undo } = finding;
    expect([idPosTxs, ...alsoCharged].toSorted()).toEqual([second, third]);
    expect(undo).toBeUndefined();
    expect(getnet.sent).toEqual([]);
  });

  it('the reported one is approved, the other one still in process: Getnet is asked until it is known', async () => {
    const getnet = createLagging({ [ours]: [approved()], [second]: [{ kind: 'pending' }, approved(second)] });
    const told = { moneyMoved: 'yes', idPosTxs: ours } as const;
    const opened: readonly Claim[] = [
      { claims: 'declined', idPosTxs: ours },
      { claims: 'approved', idPosTxs: second },
    ];
    expect(
      await verify(getnet, opened, {
        told,
        idPosTxs: ours,
        limits: { ...long, lifecycleWindow: 600 },
      }),
    ).toMatchObject({
      moneyMoved: 'yes',
      idPosTxs: second,
    });
  });

  it('one is approved, the other one is never known: the case names it, and waits for a person', async () => {
    const getnet = createLagging({ [second]: [{ kind: 'pending' }], [third]: [approved(third)] });
    const finding = await verify(getnet, claims, { action: 'undo' });
    expect(finding).toMatchObject({ moneyMoved: 'yes', idPosTxs: third, alsoOpen: [second] });
    expect(finding.undo).toBeUndefined();
  });
});

describe('a callback contradicts the answer that ends its transaction, and came before it', () => {
  async function findLate(says: readonly Verdict[], claims: CallbackHint['claims']) {
    const heard = createHeld<void>();
    const { status, ...getnet } = createLagging({ [ours]: says });
    world = await TransactionWorld.over({
      ...getnet,
      status: async (question) => {
        await heard.given;
        return status(question);
      },
    });
    const sale = await world.sale(saleInput());
    await sale.post();
    const { customId } = sale.input.accepted;
    await sale.run.signal(callbackArrivedSignal, {
      version: 1,
      customId,
      digest: 'd',
      claims,
      idPosTxs: ours,
    });
    heard.give();
    const { status: told } = await sale.run.result();
    const run = world.client.workflow.getHandle(lateResultWorkflowId(customId));
    return { told, finding: (await run.result()) as LateResultFinding };
  }

  it('approved, while the cloud still says declined: reported as proven, and verified again', async () => {
    expect(await findLate([declined(), approved()], 'approved')).toMatchObject({
      told: 'declined',
      finding: { moneyMoved: 'yes' },
    });
  });

  it('declined, while the cloud still says approved: reported as proven, and verified again', async () => {
    expect(await findLate([approved(), declined()], 'declined')).toMatchObject({
      told: 'approved',
      finding: { moneyMoved: 'no' },
    });
  });
});
