import { evidenceOf, idOf, outcomeChecks, shownIn } from './outcome-checks.js';
import type { Expected } from './outcome-checks.js';
import { newSale } from './rest.js';
import type { Rest, Sale } from './rest.js';
import { equal, holds } from './story.js';
import type { Check, Played, Story, World } from './story.js';
import type { Truth } from './witness.js';

const pesos = (value: number) => ({ value, currency: 'CLP' });
const approved: Expected = { status: 'approved', moneyMoved: 'yes' };

interface Sold {
  readonly rest: Rest;
  readonly sale: Sale;
  readonly expected: Expected;
  /** What the simulator was told about the callback. */
  readonly callback: 'sent' | 'lost';
  /** What else this story promises. */
  readonly also?: (seen: { readonly truth: Truth; readonly tookMs: number }) => readonly Check[];
}

/** Sells, waits for the end, and compares it with what the simulator saw. */
async function sold({ rest, sale, expected, callback, also }: Sold, { witness }: World): Promise<Played> {
  const answer = await rest.start(sale, 30);
  const id = idOf(answer);
  const [truth, sawCallback] = await Promise.all([witness.truth(id), witness.sawCallback(id)]);
  const checks = [
    ...outcomeChecks(answer, truth, expected),
    equal('our API took a callback', sawCallback, callback === 'sent'),
    ...(also?.({ truth, tookMs: answer.tookMs }) ?? []),
  ];
  return {
    ...shownIn(answer.body),
    evidence: evidenceOf(answer.body, sawCallback),
    tookMs: answer.tookMs,
    checks,
  };
}

/** Approved, and Getnet calls back about it. The sale is given, because a later story repeats it. */
export function approvedByCallback(sale: Sale): Story {
  return {
    title: 'Approved by callback',
    scene: 'the customer pays CLP 5,990 at cl-till-1, Getnet calls back',
    play: (world) => {
      const also: Sold['also'] = ({ tookMs }) => [
        holds('the callback found it, not the timer', tookMs < world.windowMs, Math.round(tookMs)),
      ];
      return sold({ rest: world.chile, sale, expected: approved, callback: 'sent', also }, world);
    },
  };
}

/** Approved, and only our own question finds out. */
export const callbackLost: Story = {
  title: 'Callback lost, recovered',
  scene: 'the customer pays CLP 12,500 at cl-till-2, and Getnet’s callback never comes',
  play: async (world) => {
    await world.witness.loseCallback('SN0000000002');
    const sale = newSale('cl-till-2', pesos(12_500), 'ORD-1002');
    const also: Sold['also'] = ({ tookMs }) => [
      holds('found when the window was over', tookMs >= world.windowMs, Math.round(tookMs)),
    ];
    return sold({ rest: world.chile, sale, expected: approved, callback: 'lost', also }, world);
  },
};

/** The simulator's default customer is declined at amounts that end in 01. */
export const declined: Story = {
  title: 'Declined at the terminal',
  scene: 'the bank refuses the card at cl-till-1',
  play: (world) => {
    const expected: Expected = { status: 'declined', moneyMoved: 'no' };
    const sale = newSale('cl-till-1', pesos(4_501), 'ORD-1003');
    return sold({ rest: world.chile, sale, expected, callback: 'sent' }, world);
  },
};

/** The other country: other identifiers, another currency, amounts with cents. */
export const argentineSale: Story = {
  title: 'Argentina, in pesos',
  scene: 'the customer pays ARS 1,200.00 at ar-till-1, Getnet calls back',
  play: (world) => {
    const sale = newSale('ar-till-1', { value: 120_000, currency: 'ARS' }, 'ORD-2001');
    const also: Sold['also'] = ({ truth }) => [equal('the amount that Getnet got', truth.amount, 120_000)];
    return sold({ rest: world.argentina, sale, expected: approved, callback: 'sent', also }, world);
  },
};
