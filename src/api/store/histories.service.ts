import { Inject, Injectable } from '@nestjs/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { RunHistory } from '../../timeline/history.js';
import { readHistory } from '../../timeline/read-history.js';
import type { RunAddress } from '../../timeline/read-transaction-histories.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { listRuns } from './list-runs.js';
import { throwNotFound } from './run-history.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/** A history may have thousands of events. */
const WHOLE_HISTORY_MS = 10_000;

/** Reads whole histories. */
@Injectable()
export class Histories {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns undefined where there is no such run. @throws Problem `orchestrator-unavailable` */
  async read({ workflowId, runId }: RunAddress): Promise<RunHistory | undefined> {
    const { client } = this.temporal;
    const handle = client.workflow.getHandle(workflowId, runId);
    const fetchHistory = () =>
      handle.fetchHistory().catch((error: unknown) => throwNotFound(error, workflowId));
    const history = await callTemporal(this.temporal, WHOLE_HISTORY_MS, fetchHistory).catch(
      undefinedWhenNotFound,
    );
    if (history === undefined) return undefined;
    const json: unknown = JSON.parse(historyToJSON(history));
    return (await readHistory(json, client.options.loadedDataConverter)).run;
  }

  /** @returns the ids of the runs of a workflow. @throws Problem `orchestrator-unavailable` */
  list(workflowId: string): Promise<readonly string[]> {
    return callTemporal(this.temporal, LOOK_UP_MS, () => listRuns(this.temporal.client, workflowId));
  }
}
