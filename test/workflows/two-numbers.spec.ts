import { afterEach, describe, expect, it } from '@jest/globals';
import { findLateContradiction } from '../../src/domain/late-result.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding } from '../../src/workflows/late-result.messages.js';
import {
  callbackArrivedSignal,
  resolvedUpdate,
  statusRequestedUpdate,
} from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import { getRecovery, startRecovery } from '../support/recovery.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';

useStoryWorkers();

/** What ran although Getnet refused its POST, and what the second POST of the same command was acknowledged as. */
const [ran, acknowledged] = ['900001', '900002'] as const;
const pending: Verdict = { kind: 'pending' };
const foreign: Verdict = { kind: 'contradiction', fields: ['customId'], foreign: true };
/** The terminal may be at work for longer than any story lasts. */
const long = { limits: { lifecycleWindow: 30_000, lifecycleLimit: 60_000, attentionAfter: 90_000 } };
const short = { limits: { attentionAfter: 2_500 } };

type Claim = 'approved' | 'declined' | 'in_process' | 'nothing';
type VerdictsByNumber = Record<string, Verdict>;

async function callBack(sale: Sale, number: string, claims: Claim): Promise<void> {
  const { customId } = sale.input.accepted;
  const hint = { version: 1, customId, digest: `${number} ${claims}`, claims } as const;
  await sale.run.signal(callbackArrivedSignal, { ...hint, idPosTxs: requireIdPosTxs(number) });
}

/** An operator has Getnet asked about everything at once. */
async function askNow(sale: Sale): Promise<Snapshot> {
  const request = { version: 1, keyId: 'op', at: Date.now() } as const;
  return sale.run.executeUpdate(statusRequestedUpdate, { args: [request] });
}

/** Also once the lifecycle is certainly over. */
async function staysUnknown(sale: Sale): Promise<void> {
  const reached = await sale.says(({ status }) => status !== 'in_progress' && status !== 'verifying');
  expect(reached.status).toBe('needs_attention');
  expect(await askNow(sale)).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
}

async function settle(sale: Sale, verdict: 'approved' | 'declined'): Promise<void> {
  const said = { version: 1, verdict, reason: 'a receipt', evidence: 'slip', actor: 'op' } as const;
  await sale.run.executeUpdate(resolvedUpdate, { args: [{ ...said, at: Date.now() }] });
}

describe('one command that has two numbers at Getnet', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  /** A Getnet that says something of each number, once the story lets it. */
  async function begin(says: VerdictsByNumber, terms: SaleTerms = long, over: Partial<Getnet> = {}) {
    const heard = createHeld<void>();
    const status: Getnet['status'] = async ({ idPosTxs }) => {
      await heard.given;
      return { verdict: says[idPosTxs] ?? { kind: 'not_found' } };
    };
    world = await TransactionWorld.over({
      ...createGetnetAnswering(pending, acknowledged),
      status,
      ...over,
    });
    return { sale: await world.sale(saleInput(terms)), says, answer: () => heard.give() };
  }

  /** Both callbacks are in the history before Getnet is asked. */
  async function beginCalledBack(
    says: VerdictsByNumber,
    claims: readonly [Claim, Claim],
    { device, ...terms }: SaleTerms & { readonly device?: Verdict } = long,
  ) {
    const atDevice = device && { statusAtDevice: async () => ({ verdict: device }) };
    const story = await begin(says, terms, atDevice);
    const { sale } = story;
    await sale.post();
    await callBack(sale, ran, claims[0]);
    await callBack(sale, acknowledged, claims[1]);
    story.answer();
    return story;
  }

  const isLeased = async ({ input }: Sale) => (await world.lease(input)).status.name === 'RUNNING';

  async function findLate({ input }: Sale): Promise<LateResultFinding> {
    const run = world.client.workflow.getHandle(lateResultWorkflowId(input.accepted.customId));
    return run.result() as Promise<LateResultFinding>;
  }

  it('one is declined, the other is still in process and then approved: the sale is approved', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['approved', 'declined']);
    const open = await sale.learns(`${acknowledged} charged nothing; ${ran} may have`);
    expect(open.outcome.moneyMoved).toBe('unknown');
    expect(await isLeased(sale)).toBe(true);
    says[ran] = approved(ran);
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      idPosTxs: ran,
      outcome: { moneyMoved: 'yes' },
    });
  });

  it('both are declined: declined once both are asked, and the terminal is given back', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['declined', 'declined']);
    await sale.learns(`${acknowledged} charged nothing; ${ran} may have`);
    says[ran] = declined(ran);
    expect(await sale.run.result()).toMatchObject({ status: 'declined', idPosTxs: acknowledged });
    expect(await isLeased(sale)).toBe(false);
  });

  it('one is declined, the other turns out to be another sale’s: declined', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['nothing', 'declined']);
    await sale.learns(`${acknowledged} charged nothing; ${ran} may have`);
    says[ran] = foreign;
    expect(await sale.run.result()).toMatchObject({ status: 'declined', idPosTxs: acknowledged });
  });

  it('one is declined, the other claimed an approval, and Getnet then does not know it: not declined, and its charge is found', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['approved', 'declined'], short);
    await sale.learns(`${acknowledged} charged nothing; ${ran} may have`);
    delete says[ran];
    await staysUnknown(sale);
    says[ran] = approved(ran);
    await askNow(sale);
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: ran });
  });

  it.each<[string, VerdictsByNumber, Claim]>([
    ['Getnet had called in process', { [ran]: pending, [acknowledged]: declined(acknowledged) }, 'declined'],
    ['a callback called in process', { [acknowledged]: declined(acknowledged) }, 'in_process'],
    ['a callback named without an end', { [acknowledged]: declined(acknowledged) }, 'nothing'],
  ])(
    'one is declined, Getnet does not know the other, which %s: a person is needed',
    async (_, says, claims) => {
      const { sale } = await beginCalledBack(says, [claims, 'declined'], short);
      await sale.learns(`${acknowledged} charged nothing; ${ran} may have`);
      delete says[ran];
      await staysUnknown(sale);
    },
  );

  it('one is declined, the cloud does not know the other, which claimed an approval: the terminal is asked, and tells the charge', async () => {
    const says: VerdictsByNumber = { [acknowledged]: declined(acknowledged) };
    const terms = { deviceQuery: true, device: approved(ran) };
    const { sale } = await beginCalledBack(says, ['approved', 'declined'], terms);
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      idPosTxs: ran,
      outcome: { evidence: 'device_query' },
    });
  });

  it('Getnet does not know the acknowledged one, the other is declined: a person is needed, and may say declined', async () => {
    const says: VerdictsByNumber = { [ran]: declined(ran) };
    const { sale } = await beginCalledBack(says, ['declined', 'nothing'], short);
    await sale.learns(`${ran} charged nothing; ${acknowledged} may have`);
    await staysUnknown(sale);
    await settle(sale, 'declined');
    expect(await sale.run.result()).toMatchObject({ status: 'declined', outcome: { evidence: 'operator' } });
  });

  it('one is declined, Getnet never knows the other, of which nothing but a decline was said: declined after the lifecycle', async () => {
    const says: VerdictsByNumber = { [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['declined', 'declined'], {});
    expect(await sale.run.result()).toMatchObject({ status: 'declined', idPosTxs: acknowledged });
  });

  it('one is approved, the other claims it too: the terminal stays taken, and the second charge is told', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: approved(acknowledged) };
    const { sale } = await beginCalledBack(says, ['approved', 'approved']);
    const { status, idPosTxs, outcome } = await sale.run.result();
    expect({ status, idPosTxs }).toEqual({ status: 'approved', idPosTxs: acknowledged });
    expect(await isLeased(sale)).toBe(true);
    says[ran] = approved(ran);
    const finding = await findLate(sale);
    expect(finding).toMatchObject({ moneyMoved: 'yes', idPosTxs: ran });
    expect(findLateContradiction({ ...outcome, idPosTxs }, finding)).toMatchObject({ moneyMoved: 'yes' });
  });

  it.each<[string, Verdict]>([
    ['is in process', pending],
    ['is not answered about', { kind: 'silent', cause: 'HTTP 500' }],
  ])(
    'one is approved, the acknowledged one %s and never called back: its charge is told, too',
    async (_, before) => {
      const says: VerdictsByNumber = { [ran]: approved(ran), [acknowledged]: before };
      const { sale, answer } = await begin(says);
      await sale.post();
      await callBack(sale, ran, 'approved');
      answer();
      expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: ran });
      expect(await isLeased(sale)).toBe(true);
      says[acknowledged] = approved(acknowledged);
      expect(await findLate(sale)).toMatchObject({ moneyMoved: 'yes', idPosTxs: acknowledged });
    },
  );

  it('one is approved after the other was declined: the terminal is given back', async () => {
    const says: VerdictsByNumber = { [ran]: approved(ran), [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['approved', 'declined']);
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: ran });
    expect(await isLeased(sale)).toBe(false);
  });

  it('sync mode: the held answer is a decline, a callback names another number, which is approved', async () => {
    const held = createHeld<void>();
    const send: Getnet['send'] = async () => {
      await held.given;
      return { kind: 'finished', proof: declined(acknowledged) };
    };
    const story = await begin({ [ran]: approved(ran) }, { ...long, mode: 'sync' }, { send });
    await callBack(story.sale, ran, 'approved');
    held.give();
    story.answer();
    expect(await story.sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: ran });
  });

  it('its run is ended by hand: who goes on asks about both', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: declined(acknowledged) };
    const { sale } = await beginCalledBack(says, ['approved', 'declined']);
    await sale.learns(`${acknowledged} charged nothing; ${ran} may have`);
    await sale.run.terminate('an operator');
    await startRecovery(world, sale.input);
    const recovery = getRecovery(world, sale.input.accepted.transactionId);
    says[ran] = approved(ran);
    expect(await recovery.result()).toMatchObject({ status: 'approved', idPosTxs: ran });
  });

  it('an operator has both asked at once: one is declined, the other approved', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: pending };
    const { sale } = await beginCalledBack(says, ['approved', 'declined'], short);
    await sale.becomes('needs_attention');
    Object.assign(says, { [ran]: approved(ran), [acknowledged]: declined(acknowledged) });
    await askNow(sale);
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: ran });
  });

  it('a person says approved, and both claim it: the other is verified, and the second charge is told', async () => {
    const says: VerdictsByNumber = { [ran]: pending, [acknowledged]: pending };
    const { sale } = await beginCalledBack(says, ['approved', 'approved'], short);
    await sale.becomes('needs_attention');
    await settle(sale, 'approved');
    expect(await sale.run.result()).toMatchObject({ status: 'approved', idPosTxs: acknowledged });
    says[ran] = approved(ran);
    expect(await findLate(sale)).toMatchObject({ moneyMoved: 'yes', idPosTxs: ran });
  });
});
