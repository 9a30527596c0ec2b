import { CancellationScope, TemporalFailure, condition, setHandler, upsertMemo } from '@temporalio/workflow';
import type { DeliverySendReport } from '../activities/webhook-contract.js';
import { pickPauseMs, withTry } from '../domain/webhook-delivery.js';
import type { DeliveryState, DeliveryTry } from '../domain/webhook-delivery.js';
import type { DeliveryReport } from '../domain/webhook-endpoint.js';
import { deliveryChangedSignal } from './webhook-delivery.messages.js';
import type {
  DeliveryChange,
  DeliveryInput,
  DeliveryMemo,
  DeliveryResult,
} from './webhook-delivery.messages.js';
import { deliveryProxy, furtherTryProxy, promptReportProxy } from './webhook-proxies.js';

/**
 * One event on its way to one endpoint, tried until it is taken or the pauses are used up. It waits first while an earlier event of
 * the same transaction is under way. After a 410 it waits until the endpoint is back.
 */
export async function webhookDelivery(input: DeliveryInput): Promise<DeliveryResult> {
  const delivery = new Delivery(input);
  setHandler(deliveryChangedSignal, (change) => delivery.receive(change), {
    description: 'Its turn has come, or somebody wants it sent now',
  });
  return CancellationScope.nonCancellable(() => deliver(delivery));
}

async function deliver(delivery: Delivery): Promise<DeliveryResult> {
  await delivery.waitForTurn();
  do {
    await deliverUntilFinal(delivery);
    // Whoever asks from now on finds the run closed, and starts the next.
  } while (delivery.isAsked);
  return { version: 1, state: delivery.state };
}

/** Tries until it is taken, or the pauses are used up, and tells the endpoint. */
async function deliverUntilFinal(delivery: Delivery): Promise<void> {
  delivery.state = 'pending';
  let isRedelivery = delivery.input.isRedelivery === true;
  for (let tries = 1; ; tries += 1) {
    // Whichever try is taken: it is taken because somebody asked.
    isRedelivery ||= delivery.isAsked;
    if (delivery.isGivenUp && !delivery.isAsked)
      return end(delivery, 'failed', { at: delivery.latestAt, isRedelivery });
    delivery.isAsked = false;
    const report = await (tries === 1 ? deliveryProxy : furtherTryProxy).sendWebhook(delivery.sending);
    delivery.recordTry(report);
    if (report.kind === 'delivered') return end(delivery, 'delivered', { at: report.at, isRedelivery });
    if (report.kind === 'gone') {
      await waitUntilBack(delivery, report.at);
      tries = 0;
      continue;
    }
    const pauseMs = pickPauseMs(delivery.input.pausesMs, tries, Math.random());
    if (pauseMs === undefined) return end(delivery, 'failed', { at: report.at, isRedelivery });
    delivery.remember();
    // A try that somebody asked for takes none of the others away.
    const isCalled = () => delivery.isAsked || delivery.isGivenUp;
    if (await condition(isCalled, pauseMs, { summary: 'until the next try' })) tries -= 1;
  }
}

async function end(
  delivery: Delivery,
  state: Exclude<DeliveryState, 'pending'>,
  report: { readonly at: string; readonly isRedelivery: boolean },
): Promise<void> {
  const { sequence, event } = delivery.input;
  delivery.state = state;
  delivery.remember();
  await reportToEndpoint(delivery.input, { kind: state, sequence, key: event.key, ...report });
}

async function waitUntilBack(delivery: Delivery, at: string): Promise<void> {
  delivery.hasTurn = false;
  delivery.remember();
  const { sequence, event } = delivery.input;
  await deliveryProxy.reportDelivery(delivery.input, { kind: 'gone', sequence, key: event.key, at });
  await delivery.waitForTurn();
}

/** Never gives up. Whatever comes meanwhile is looked at afterwards, so that the order of the two does not matter. */
async function reportToEndpoint(input: DeliveryInput, report: DeliveryReport): Promise<void> {
  if (!input.reportsPromptly) return deliveryProxy.reportDelivery(input, report);
  const { merchant, endpoint, sequence } = input;
  const name = { merchant, endpoint, sequence };
  try {
    await promptReportProxy.reportDelivery(name, report);
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    await deliveryProxy.reportDelivery(name, report);
  }
}

class Delivery {
  state: DeliveryState = 'pending';
  hasTurn: boolean;
  /** Somebody wants it sent now. */
  isAsked = false;
  /** Its endpoint has too many of them. */
  isGivenUp = false;
  private watermark: number | undefined;
  private tries: readonly DeliveryTry[];

  constructor(readonly input: DeliveryInput) {
    this.watermark = input.watermark;
    this.hasTurn = input.watermark !== undefined;
    this.tries = input.tries ?? [];
  }

  receive(change: DeliveryChange): void {
    if (change.kind === 'give_up') return void (this.isGivenUp = true);
    this.watermark ??= change.watermark;
    if (change.kind === 'turn') this.hasTurn = true;
    else this.isAsked = true;
  }

  async waitForTurn(): Promise<void> {
    await condition(() => this.hasTurn || this.isAsked || this.isGivenUp);
    this.hasTurn = true;
  }

  /** Of its latest try, or of the event. */
  get latestAt(): string {
    return this.tries.at(-1)?.at ?? this.input.event.at;
  }

  get sending() {
    const { merchant, endpoint, sequence, event } = this.input;
    return { merchant, endpoint, message: { event, sequence, watermark: this.watermark ?? sequence } };
  }

  recordTry(report: DeliverySendReport): void {
    const cause = report.kind === 'delivered' ? null : report.cause;
    this.tries = withTry(this.tries, { at: report.at, status: report.status, cause });
  }

  /** Shows how it stands to whoever reads it without a worker. */
  remember(): void {
    const { type, key, at, transactionId } = this.input.event;
    const memo: DeliveryMemo = {
      version: 1,
      type,
      key,
      at,
      state: this.state,
      tries: this.tries,
      ...(transactionId !== undefined && { transactionId }),
      ...(this.watermark !== undefined && { watermark: this.watermark }),
    };
    upsertMemo({ ...memo });
  }
}
