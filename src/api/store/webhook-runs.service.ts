import { Inject, Injectable } from '@nestjs/common';
import { WithStartWorkflowOperation, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { WebhookEvent } from '../../domain/webhook-delivery.js';
import { isOpen, undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import {
  buildDeliveryStart,
  deliveryChangedSignal,
  deliveryWorkflowId,
  webhookDeliveryWorkflow,
} from '../../workflows/webhook-delivery.messages.js';
import type { DeliveryInput, DeliveryMemo, DeliveryName } from '../../workflows/webhook-delivery.messages.js';
import {
  announcedUpdate,
  buildEndpointStart,
  endpointWorkflowId,
  webhookEndpointWorkflow,
} from '../../workflows/webhook-endpoint.messages.js';
import type { EndpointMemo, EndpointName } from '../../workflows/webhook-endpoint.messages.js';
import { LOOK_UP_MS, TEMPORAL, WORKER_ANSWER_MS, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { refuseUnavailable } from './unavailable.js';

/** One delivery as Temporal has it. */
export interface FoundDelivery extends DeliveryName {
  readonly memo: DeliveryMemo;
  readonly isOpen: boolean;
}

const UNANSWERED =
  'Temporal or a worker does not answer, so it is not known whether the service accepted the event. It may still be sent when a worker is back.';

/** Reads and asks the runs of webhooks, by their ids alone. */
@Injectable()
export class WebhookRuns {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns undefined for an endpoint that was never told anything. @throws Problem `orchestrator-unavailable` */
  async readEndpoint(name: EndpointName): Promise<EndpointMemo | undefined> {
    const run = this.temporal.client.workflow.getHandle(endpointWorkflowId(name));
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () => run.describe()).catch(
      undefinedWhenNotFound,
    );
    const memo = found?.memo as Partial<EndpointMemo> | undefined;
    return memo?.last === undefined ? undefined : (memo as EndpointMemo);
  }

  /** @returns undefined for one that is not known, or not any more. @throws Problem `orchestrator-unavailable` */
  async findDelivery({ merchant, endpoint, sequence }: DeliveryName): Promise<FoundDelivery | undefined> {
    const run = this.getDelivery({ merchant, endpoint, sequence });
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () => run.describe()).catch(
      undefinedWhenNotFound,
    );
    if (found === undefined) return undefined;
    return {
      merchant,
      endpoint,
      sequence,
      memo: found.memo as unknown as DeliveryMemo,
      isOpen: isOpen(found.status.name),
    };
  }

  /** Announces an event to one endpoint. @returns its number. @throws Problem `orchestrator-unavailable` */
  async announce(name: EndpointName, event: WebhookEvent): Promise<number> {
    const start = buildEndpointStart(name, this.temporal.taskQueue);
    const startWorkflowOperation = new WithStartWorkflowOperation(webhookEndpointWorkflow, start);
    const update = { updateId: event.key, args: [event] as [WebhookEvent], startWorkflowOperation };
    try {
      return await callTemporal(this.temporal, WORKER_ANSWER_MS, () =>
        this.temporal.client.workflow.executeUpdateWithStart(announcedUpdate, update),
      );
    } catch (error) {
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
        throw refuseUnavailable(undefined, UNANSWERED);
      throw error;
    }
  }

  /** Has a delivery sent now: by its run, or by a new run of the same name. @throws Problem `orchestrator-unavailable` */
  async redeliver(found: FoundDelivery): Promise<void> {
    if (found.isOpen && (await this.ask(found))) return;
    const input = await this.readInput(found);
    const { watermark = found.sequence, tries = [] } = found.memo;
    const again: DeliveryInput = { ...input, watermark, tries, isRedelivery: true };
    const options = buildDeliveryStart(again, { taskQueue: this.temporal.taskQueue });
    try {
      await callTemporal(this.temporal, LOOK_UP_MS, () =>
        this.temporal.client.workflow.start(webhookDeliveryWorkflow, options),
      );
    } catch (error) {
      // Somebody else asked for it at the same moment.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await this.ask(found);
    }
  }

  /** @returns false where its run has just ended. */
  private async ask(name: DeliveryName): Promise<boolean> {
    const watermark = (await this.readEndpoint(name))?.watermark ?? name.sequence;
    const change = { version: 1, kind: 'redeliver', watermark } as const;
    const ask = () => this.getDelivery(name).signal(deliveryChangedSignal, change);
    return callTemporal(this.temporal, LOOK_UP_MS, ask).then(
      () => true,
      (error: unknown) => undefinedWhenNotFound(error) ?? false,
    );
  }

  /** What it was started with: a run that was ended by hand has it too. */
  private async readInput(name: DeliveryName): Promise<DeliveryInput> {
    const { client } = this.temporal;
    const { history } = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace: client.options.namespace,
        execution: { workflowId: deliveryWorkflowId(name) },
        maximumPageSize: 1,
      }),
    );
    const payloads = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
    return decodeFromPayloadsAtIndex<DeliveryInput>(client.options.loadedDataConverter, 0, payloads);
  }

  private getDelivery(name: DeliveryName) {
    return this.temporal.client.workflow.getHandle(deliveryWorkflowId(name));
  }
}
