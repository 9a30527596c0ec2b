import { setTimeout as pause } from 'node:timers/promises';
import type { WebhookListener } from '../webhooks/listener.js';
import { requireId } from './outcome-checks.js';
import type { Sale } from './rest.js';
import { checkEqual, checkThat } from './story.js';
import type { Story } from './story.js';

const MAX_WAIT_MS = 10_000;

/** The shop's backend was told of everything meanwhile, and verified it. */
export function createWebhookStory(sale: Sale): Story {
  return {
    title: 'Told by webhook',
    scene: 'the shop’s backend has listened all the time: the first sale was approved, then reversed',
    play: async ({ chile, shop }) => {
      const began = performance.now();
      const id = requireId(await chile.start(sale));
      await waitForReversal(shop, id);
      const { events, refused } = shop;
      const numbers = events.map(({ sequence }) => sequence).toSorted((one, other) => one - other);
      const ofSale = events.filter(({ data }) => data.id === id).map(({ type }) => type);
      const checks = [
        checkEqual('what came about the sale', ofSale.join(', '), EXPECTED),
        checkEqual('requests without a good signature', refused, 0),
        checkThat(
          'numbers without gaps',
          numbers.every((number, place) => number === place + 1),
          numbers,
        ),
      ];
      const evidence = `${events.length} events, all verified`;
      const tookMs = performance.now() - began;
      return { transactionId: id, status: 'reversed', moneyMoved: 'no', evidence, tookMs, checks };
    },
  };
}

const EXPECTED = 'transaction.approved, transaction.reversing, transaction.reversed';

async function waitForReversal({ events }: WebhookListener, id: string): Promise<void> {
  const isTold = () => events.some(({ type, data }) => type === 'transaction.reversed' && data.id === id);
  for (const deadline = Date.now() + MAX_WAIT_MS; !isTold() && Date.now() < deadline;) await pause(50);
}
