import {
  CancellationScope,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { EndpointSequence } from './endpoint-sequence.js';
import { announcedUpdate, endpointChangedSignal } from './webhook-endpoint.messages.js';
import type { EndpointInput } from './webhook-endpoint.messages.js';
import { endpointProxy, localEndpointProxy, recallProxy } from './webhook-proxies.js';

/**
 * The sequence of events to one endpoint of a merchant. It gives the numbers, starts one `webhookDelivery` for each event, keeps
 * the order of each transaction, and remembers what is not delivered. It never sends, so that no receiver holds it up.
 */
export async function webhookEndpoint(input: EndpointInput): Promise<never> {
  const sequence = new EndpointSequence(input);
  setHandler(endpointChangedSignal, (change) => sequence.receive(change), {
    description: 'An event is announced, or a delivery reports how it stands',
  });
  setHandler(announcedUpdate, (event) => sequence.announce(event), {
    description: 'Announces an event and answers with its number',
  });
  return CancellationScope.nonCancellable(() => serve(sequence));
}

async function serve(sequence: EndpointSequence): Promise<never> {
  if (!sequence.isReady) sequence.begin(await recallProxy.recallEndpoint(sequence.name));
  for (;;) {
    await condition(() => sequence.hasWork || isHistoryLong());
    // While work is done in a task, news arrive, and Temporal lets no run end that has not seen its news: the next run does the work.
    if (isHistoryLong() && sequence.isLight) await continueAsNew(sequence);
    else await workOnBatch(sequence);
  }
}

const MAX_OPENED_AT_ONCE = 100;
/** In a workflow task, of which it takes the time. */
const MAX_OPENED_IN_A_TASK = 20;
/** An endpoint with more deliveries under way is behind: its further ones wait behind those of endpoints that are not. */
const MAX_UNDER_WAY_IN_TIME = 20;

/** One batch; what comes meanwhile is in the next. */
async function workOnBatch(sequence: EndpointSequence): Promise<void> {
  const { name, worksOutside } = sequence;
  const [proxy, most] = worksOutside
    ? [endpointProxy, MAX_OPENED_AT_ONCE]
    : [localEndpointProxy, MAX_OPENED_IN_A_TASK];
  const deliveries = sequence.work.dequeueToOpen(most);
  if (deliveries.length > 0) {
    const isBehind = sequence.underWayCount > MAX_UNDER_WAY_IN_TIME && { isBehind: true as const };
    const { taken, others } = await proxy.openDeliveries({ ...name, deliveries, ...isBehind });
    for (const delivery of deliveries)
      if (taken.includes(delivery.sequence)) sequence.renumber(delivery, others);
  }
  const turns = sequence.work.dequeueToCall(most);
  const givenUp = sequence.work.dequeueToGiveUp(most);
  const { watermark } = sequence;
  if (turns.length + givenUp.length > 0) await proxy.callDeliveries({ ...name, turns, givenUp, watermark });
  sequence.isChanged = false;
  upsertMemo({ ...sequence.memo });
}

/** An update that has come is answered before; one that comes later is for the next run. */
async function continueAsNew(sequence: EndpointSequence): Promise<never> {
  await condition(allHandlersFinished);
  const { typedSearchAttributes } = workflowInfo();
  const options = { memo: { ...sequence.memo }, typedSearchAttributes };
  return makeContinueAsNewFunc<typeof webhookEndpoint>(options)(sequence.nextInput);
}

function isHistoryLong(): boolean {
  return workflowInfo().continueAsNewSuggested;
}
