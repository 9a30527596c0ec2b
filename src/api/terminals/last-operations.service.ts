import { Inject, Injectable } from '@nestjs/common';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { ConfiguredTerminal } from '../../config/merchants.js';
import { attemptOf } from '../../domain/ids.js';
import type { Log } from '../../config/logger.js';
import { transactionStatusKey, transactionTypeKey } from '../../workflows/search-attributes.messages.js';
import { transactionWorkflow } from '../../workflows/transaction.messages.js';
import { LOG } from '../settings.module.js';
import { TEMPORAL, within } from '../temporal/temporal.js';
import type { Temporal } from '../temporal/temporal.js';
import type { LastOperation } from './render-terminal.js';

/** The index may be slow or away; a terminal is shown without it then. Milliseconds. */
const INDEX_WITHIN = 1_000;

/** Looks up, in Temporal's index, what a terminal did last. */
@Injectable()
export class LastOperations {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @returns undefined where there is none, or the index does not answer. */
  async on(terminal: ConfiguredTerminal): Promise<LastOperation | undefined> {
    try {
      return await within(this.temporal, INDEX_WITHIN, () => this.latest(terminal));
    } catch (error) {
      this.log.warn(
        { terminalId: terminal.id, err: error },
        'the index does not say what a terminal did last',
      );
      return undefined;
    }
  }

  private async latest({ merchant, id }: ConfiguredTerminal): Promise<LastOperation | undefined> {
    const query = `WorkflowType = '${transactionWorkflow}' AND Merchant = '${merchant}' AND Terminal = '${id}'`;
    // One that waits for a person runs on and on: the latest of those that run is not always the latest of all.
    const [running, closed] = await Promise.all([
      this.first(`${query} AND ExecutionStatus = 'Running'`),
      this.first(`${query} AND ExecutionStatus != 'Running'`),
    ]);
    const started = (run?: WorkflowExecutionInfo) => run?.startTime.getTime() ?? 0;
    const latest = started(running) > started(closed) ? running : closed;
    return latest && shown(latest);
  }

  private async first(query: string): Promise<WorkflowExecutionInfo | undefined> {
    for await (const found of this.temporal.client.workflow.list({ query, pageSize: 1 })) return found;
    return undefined;
  }
}

function shown({
  workflowId,
  startTime,
  status,
  typedSearchAttributes,
}: WorkflowExecutionInfo): LastOperation | undefined {
  const [, transactionId = ''] = workflowId.split('/');
  if (attemptOf(transactionId) === undefined) return undefined;
  const ended = status.name === 'COMPLETED' || status.name === 'FAILED' || status.name === 'RUNNING';
  return {
    transactionId,
    type: typedSearchAttributes.get(transactionTypeKey) ?? '',
    status: ended ? (typedSearchAttributes.get(transactionStatusKey) ?? 'dispatching') : 'needs_attention',
    createdAt: startTime.toISOString(),
  };
}
