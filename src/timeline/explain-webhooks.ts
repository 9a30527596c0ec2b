import type { DeliverySendReport } from '../activities/webhook-contract.js';
import type {
  DeliveryChange,
  DeliveryInput,
  DeliveryResult,
} from '../workflows/webhook-delivery.messages.js';
import type { EndpointChange, EndpointInput } from '../workflows/webhook-endpoint.messages.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { api, worker, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';
import type { HistoryEvent } from './history.js';

/** The merchant's endpoints were told of a state: the log of states tells which. */
export function explainAnnounced(
  { failure }: Answer,
  { workflowType }: RunContext,
): EventExplanation | undefined {
  if (failure === undefined) return undefined;
  return {
    actor: workflowActor(workflowType),
    act: 'could not hand an event to the merchant’s endpoints at once',
    why: 'a run of its own does it, so the transaction goes on',
    evidence: failure.words,
  };
}

/** One try of a delivery. */
export function explainSending({ result, failure }: Answer): EventExplanation {
  const why = 'a delivery is tried until it is taken';
  if (failure !== undefined)
    return { actor: worker, act: 'did not say what became of a try', why, evidence: failure.words };
  const report = result as DeliverySendReport;
  const atMs = Date.parse(report.at);
  if (report.kind === 'delivered')
    return {
      actor: worker,
      act: 'delivered it',
      why: 'the receiver took it',
      evidence: `HTTP ${report.status}`,
      atMs,
    };
  return { actor: worker, act: 'did not deliver it', why, evidence: report.cause, atMs };
}

/** What opened a delivery, called it or reported it is told by the delivery. */
export function explainNothing(): undefined {
  return undefined;
}

/** By the registered name of the signal. */
export const webhookSignals: Readonly<Record<string, (argument: unknown) => EventExplanation>> = {
  endpointChanged: (argument) => {
    const change = argument as EndpointChange;
    const actor = workflowActor('webhookEndpoint');
    if (change.kind === 'announced') {
      const { type, key } = change.event;
      return {
        actor,
        act: `was told of ${type}`,
        why: 'every event has a number of the sequence',
        evidence: key,
      };
    }
    const { kind, sequence } = change.report;
    return { actor, act: `learned that ${sequence} is ${kind}`, why: 'what is not delivered is remembered' };
  },
  deliveryChanged: (argument) => {
    const { kind } = argument as DeliveryChange;
    return kind === 'turn'
      ? {
          actor: workflowActor('webhookEndpoint'),
          act: 'called it',
          why: 'nothing before it is under way any more',
        }
      : { actor: api, act: 'had it sent now', why: 'somebody asked for it' };
  },
};

/** By the registered name of the workflow. */
export const webhookStarts: Readonly<Record<string, (input: unknown) => EventExplanation>> = {
  webhookEndpoint: (input) => ({
    actor: workflowActor('webhookEndpoint'),
    act: `began to number the events of ${(input as EndpointInput).endpoint}`,
    why: 'a receiver can tell a gap from silence',
  }),
  webhookDelivery: (input) => ({
    actor: workflowActor('webhookEndpoint'),
    act: `opened the delivery of ${(input as DeliveryInput).event.type} with the number ${(input as DeliveryInput).sequence}`,
    why: 'each delivery is tried for itself',
    evidence: (input as DeliveryInput).event.key,
  }),
  webhookAnnouncement: () => ({
    actor: workflowActor('webhookAnnouncement'),
    act: 'began to hand an event to the endpoints',
    why: 'it could not be done at once',
  }),
};

/** By the registered name of the workflow. */
export const webhookEnds: Readonly<Record<string, (result: unknown) => EventExplanation>> = {
  webhookDelivery: (result) => ({
    actor: workflowActor('webhookDelivery'),
    act: `ended: ${(result as DeliveryResult).state}`,
    why: 'the endpoint knows',
  }),
  webhookAnnouncement: () => ({
    actor: workflowActor('webhookAnnouncement'),
    act: 'ended',
    why: 'the endpoints know',
  }),
};

/** The only child of a transaction makes an announcement, which its failed activity has told of. */
export const childExplainers: Readonly<
  Record<string, (event: HistoryEvent) => EventExplanation | undefined>
> = {
  StartChildWorkflowExecutionInitiated: explainNothing,
  StartChildWorkflowExecutionFailed: explainNothing,
  ChildWorkflowExecutionStarted: explainNothing,
  ChildWorkflowExecutionCompleted: explainNothing,
  ChildWorkflowExecutionFailed: explainNothing,
  ChildWorkflowExecutionCanceled: explainNothing,
  ChildWorkflowExecutionTerminated: explainNothing,
  ChildWorkflowExecutionTimedOut: explainNothing,
};
