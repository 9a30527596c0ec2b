import {
  describeEvidence,
  requireId,
  listOutcomeChecks,
  renderTransactionColumns,
} from './outcome-checks.js';
import type { ExpectedOutcome } from './outcome-checks.js';
import { newSale } from './rest.js';
import type { MerchantApi, Sale } from './rest.js';
import { checkEqual, checkThat } from './story.js';
import type { Check, StoryResult, Story, World } from './story.js';
import type { Truth } from './simulator-control.js';

const toPesos = (value: number) => ({ value, currency: 'CLP' });
const approved: ExpectedOutcome = { status: 'approved', moneyMoved: 'yes' };

interface SaleStory {
  readonly rest: MerchantApi;
  readonly sale: Sale;
  readonly expected: ExpectedOutcome;
  /** What the simulator was told about the callback. */
  readonly callback: 'sent' | 'lost';
  /** What else this story promises. */
  readonly extraChecks?: (seen: { readonly truth: Truth; readonly tookMs: number }) => readonly Check[];
}

/** Sells, waits for the end, and compares it with what the simulator saw. */
async function playSale(
  { rest, sale, expected, callback, extraChecks }: SaleStory,
  { simulator }: World,
): Promise<StoryResult> {
  const answer = await rest.start(sale, 30);
  const id = requireId(answer);
  const [truth, sawCallback] = await Promise.all([simulator.truth(id), simulator.sawCallback(id)]);
  const checks = [
    ...listOutcomeChecks(answer, truth, expected),
    checkEqual('our API took a callback', sawCallback, callback === 'sent'),
    ...(extraChecks?.({ truth, tookMs: answer.tookMs }) ?? []),
  ];
  return {
    ...renderTransactionColumns(answer.body),
    evidence: describeEvidence(answer.body, sawCallback),
    tookMs: answer.tookMs,
    checks,
  };
}

/** Approved, and Getnet calls back about it. The sale is given, because a later story repeats it. */
export function createApprovedStory(sale: Sale): Story {
  return {
    title: 'Approved by callback',
    scene: 'the customer pays CLP 5,990 at cl-till-1, Getnet calls back',
    play: (world) => {
      const extraChecks: SaleStory['extraChecks'] = ({ tookMs }) => [
        checkThat('the callback found it, not the timer', tookMs < world.windowMs, Math.round(tookMs)),
      ];
      return playSale({ rest: world.chile, sale, expected: approved, callback: 'sent', extraChecks }, world);
    },
  };
}

/** Approved, and only our own question finds out. */
export const callbackLostStory: Story = {
  title: 'Callback lost, recovered',
  scene: 'the customer pays CLP 12,500 at cl-till-2, and Getnet’s callback never comes',
  play: async (world) => {
    await world.simulator.loseCallback('SN0000000002');
    const sale = newSale('cl-till-2', toPesos(12_500), 'ORD-1002');
    const extraChecks: SaleStory['extraChecks'] = ({ tookMs }) => [
      checkThat('found when the window was over', tookMs >= world.windowMs, Math.round(tookMs)),
    ];
    return playSale({ rest: world.chile, sale, expected: approved, callback: 'lost', extraChecks }, world);
  },
};

/** The simulator's default customer is declined at amounts that end in 01. */
export const declinedStory: Story = {
  title: 'Declined at the terminal',
  scene: 'the bank refuses the card at cl-till-1',
  play: (world) => {
    const expected: ExpectedOutcome = { status: 'declined', moneyMoved: 'no' };
    const sale = newSale('cl-till-1', toPesos(4_501), 'ORD-1003');
    return playSale({ rest: world.chile, sale, expected, callback: 'sent' }, world);
  },
};

/** The other country: other identifiers, another currency, amounts with cents. */
export const argentineStory: Story = {
  title: 'Argentina, in pesos',
  scene: 'the customer pays ARS 1,200.00 at ar-till-1, Getnet calls back',
  play: (world) => {
    const sale = newSale('ar-till-1', { value: 120_000, currency: 'ARS' }, 'ORD-2001');
    const extraChecks: SaleStory['extraChecks'] = ({ truth }) => [
      checkEqual('the amount that Getnet got', truth.amount, 120_000),
    ];
    return playSale(
      { rest: world.argentina, sale, expected: approved, callback: 'sent', extraChecks },
      world,
    );
  },
};
