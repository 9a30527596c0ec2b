import { setTimeout as pause } from 'node:timers/promises';
import { FileKeyStore } from '../../../clients/typescript/src/file-key-store.js';
import {
  OutcomeUnknown,
  ServiceProblem,
  createClient,
  nameMoneyMoved,
} from '../../../clients/typescript/src/index.js';
import type { Payment, StartedPayment } from '../../../clients/typescript/src/index.js';
import type { Till } from './till.js';

/** What a lane of a shop has to do with. */
export interface LaneParts {
  readonly baseUrl: string;
  /** Shared by all lanes, as a shop's database. */
  readonly folder: string;
  readonly till: Till;
  /** From 0 to 1; decides when the shop itself crashes, and how long it waits. */
  readonly random: () => number;
}

/** An order as the shop has it in the end. */
export interface PaidOrder {
  readonly orderId: string;
  readonly id: string;
  readonly money: string;
  readonly refund: string | undefined;
  /** How often the shop crashed, or was told nothing, and called again. */
  readonly calls: number;
}

/**
 * A till's backend as the quickstart tells to write it: it calls again with the same order until it is told. Now and then it crashes in the middle of a
 * call, and a new process goes on from the keys.
 */
export function openLane({ baseUrl, folder, till, random }: LaneParts) {
  const { apiKey } = till.shop;
  let calls = 0;
  const newProcess = () =>
    createClient({
      baseUrl,
      apiKey,
      keys: new FileKeyStore(folder),
      timeoutMs: 5_000,
      giveUpAfterMs: 15_000,
    });

  /** Until there is an answer: what is in doubt, or was not sent, is called again with the same order. */
  async function callUntilAnswered(
    call: (signal: AbortSignal) => Promise<StartedPayment>,
  ): Promise<StartedPayment> {
    for (;;) {
      calls += 1;
      const crash = new AbortController();
      const timer = random() < 0.2 ? setTimeout(() => crash.abort(), random() * 600) : undefined;
      try {
        return await call(crash.signal);
      } catch (error) {
        const mayGoOn =
          error instanceof OutcomeUnknown || (error instanceof ServiceProblem && error.retry === 'same_key');
        if (!mayGoOn) throw error;
        await pause(50);
      } finally {
        clearTimeout(timer);
      }
    }
  }

  async function end(started: StartedPayment): Promise<Payment> {
    for (;;) {
      const payment = await newProcess()
        .transactions.waitUntilFinal(started, { withinMs: 20_000 })
        .catch((error: unknown) => {
          if (error instanceof OutcomeUnknown) return undefined;
          throw error;
        });
      if (payment?.isFinal) return payment;
    }
  }

  async function refund(orderId: string, saleId: string): Promise<string> {
    const request = { refundId: `${orderId}/refund`, saleId };
    const started = await callUntilAnswered((signal) => newProcess().refunds.create(request, { signal }));
    return nameMoneyMoved((await end(started)).moneyMoved);
  }

  return {
    async pay(orderId: string): Promise<PaidOrder> {
      calls = 0;
      const terms = {
        orderId,
        terminalId: till.counter.id,
        amount: { value: 5990, currency: 'CLP' },
      } as const;
      const how = random() < 0.5 ? { waitSeconds: 10 } : {};
      const started = await callUntilAnswered((signal) =>
        newProcess().sales.create(terms, { ...how, signal }),
      );
      const money = nameMoneyMoved((await end(started)).moneyMoved);
      const refunded = random() < 0.25 ? await refund(orderId, started.id) : undefined;
      return { orderId, id: started.id, money, refund: refunded, calls };
    },
  };
}
