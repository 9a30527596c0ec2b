import { expect } from '@jest/globals';
import { leaseWorkflowId } from '../../../src/workflows/terminal-lease.messages.js';
import { toDevice } from '../../../src/domain/terminal.js';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import type { Webhooks } from '../../../src/activities/dependencies.js';
import { until } from '../../support/until.js';
import { TransactionWorld } from '../../support/transaction-world.js';
import type { Getnet } from '../../support/transaction-world.js';
import type { StreamLimits } from '../../../src/config/stream-limits.js';
import { runApi } from './running-api.js';
import type { Extras } from './running-api.js';
import { merchants } from './shop.js';

/** Times short enough for a test. A busy machine has long enough to send: a sale that expires says nothing about its story. */
const shortTimeouts = {
  DISPATCH_WITHIN: '20s',
  GETNET_TIMEOUT: '1s',
  LIFECYCLE_WINDOW: '600ms',
  LIFECYCLE_LIMIT: '1500ms',
  ATTENTION_AFTER: '8s',
};

/** Nothing is asked about a sale while a story is told: what happens to it a callback does, however busy the machine is. */
export const longTimeouts = { LIFECYCLE_WINDOW: '60s', LIFECYCLE_LIMIT: '90s', ATTENTION_AFTER: '120s' };

export type ApiWorld = Awaited<ReturnType<typeof startApiWorld>>;

/** How a world is to be. */
export interface ApiWorldOptions {
  readonly workers?: boolean;
  /** Of each merchant, 40 unless told: the list of cases looks at every one of them. */
  readonly terminals?: number;
  /** Variables that differ from the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the worker; the Chilean merchant has an endpoint where `HOOK_URL` and `HOOK` are set. */
  readonly webhooks?: Webhooks;
}

/** The API over a real Temporal server and real workers; only Getnet is told what to say. */
export async function startApiWorld(
  getnet: Getnet,
  { workers = true, terminals, env = {}, webhooks }: ApiWorldOptions = {},
) {
  const temporal = await TransactionWorld.over(getnet, { workers, ...(webhooks && { webhooks }) });
  const variables = {
    ...shortTimeouts,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233',
    TEMPORAL_NAMESPACE: process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'default',
    TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    ...(terminals !== undefined && { TERMINALS: String(terminals) }),
    ...env,
  };
  const api = await runApi(variables);
  const { client } = temporal;
  const buildWorkflowId = (id: string, attempt: number) =>
    `transaction/${id}${attempt === 1 ? '' : `/${attempt}`}`;
  return {
    api,
    temporal,
    /** Waits until the index knows an attempt. */
    indexed: (id: string, attempt: number) => temporal.indexes(buildWorkflowId(id, attempt)),
    /** Temporal's retention takes an attempt. */
    forget: (id: string, attempt: number) => temporal.forget(buildWorkflowId(id, attempt)),
    /** Somebody ends the lease of a Chilean terminal, whoever has it. */
    endLease: async (terminalId: string) => {
      const terminal = api.settings.merchants.findTerminal(merchants.chile, terminalId);
      if (terminal === undefined) throw new Error(`there is no terminal ${terminalId}`);
      const lease = client.workflow.getHandle(leaseWorkflowId(toDevice(terminal)));
      // It may have reached its bound before.
      await lease.terminate('by hand').catch(() => undefined);
    },
    /** The run of a transaction. */
    run: (id: string) => temporal.client.workflow.getHandle(`transaction/${id}`),
    /** Waits until the API shows a transaction so. @returns how it is shown */
    showsAs: (id: string, words: object, extras: Extras = {}) =>
      until(async () => {
        const { body } = await api.get(`/v1/transactions/${id}`, extras);
        return isLike(body, words) && body;
      }),
    becomes: (id: string, status: Snapshot['status']) => temporal.becomes(`transaction/${id}`, status),
    /** A second API process on the same Temporal. @param streams what its streams are bounded by, as usual unless told. @param over variables that differ. */
    secondApi: (streams?: StreamLimits, over: Readonly<Record<string, string>> = {}) =>
      runApi({ ...variables, ...over }, undefined, streams),
    close: async () => {
      await api.close();
      await temporal.close();
    },
  };
}

function isLike(shown: object, words: object): boolean {
  try {
    expect(shown).toMatchObject(words);
    return true;
  } catch {
    return false;
  }
}
