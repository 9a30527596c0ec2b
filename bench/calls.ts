import { Client, Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { leaseWorkflowId } from '../src/workflows/terminal-lease.messages.js';
import { transactionWorkflowId } from '../src/workflows/transaction.messages.js';
import { startCountingProxy } from './counting-proxy.js';
import { post } from './http.js';
import type { Contestants } from './latency.js';
import { requireOutcome } from './latency.js';

/** Calls of the API to Temporal, by name, for each operation; and what a sale leaves in Temporal. */
export async function countCalls({ service, getnet }: Contestants, temporalAddress: string) {
  const proxy = await startCountingProxy(temporalAddress);
  const counted = await service.withApiOver(proxy.address);
  try {
    const calls: Record<string, readonly string[]> = {};
    const during = async <T>(operation: string, act: () => Promise<T>): Promise<T> => {
      // What an earlier operation has left behind comes first.
      await pause(200);
      proxy.takeCalls();
      const answer = await act();
      calls[operation] = proxy.takeCalls();
      return answer;
    };
    const sale = async (count: typeof during) => {
      const [terminal, key] = [counted.nextTerminal(), randomUUID()];
      const arrival = getnet.nextCommand();
      const { body } = await count('new sale', () => counted.startSale(terminal, { key }));
      const { id } = body as { id: string };
      await count('repeat while running', () => counted.startSale(terminal, { key }));
      await count('read while running', () => counted.read(id));
      await count('busy terminal', () => counted.startSale(terminal));
      const command = await arrival;
      const webhook = command.webhook.replace(service.api.url, counted.api.url);
      await count('callback', () => post(webhook, { data: { idPosTxs: command.idPosTxs } }));
      requireOutcome(await service.read(id, 20));
      await count('read when final', () => counted.read(id));
      await count('repeat when final', () => counted.startSale(terminal, { key }));
    };
    await sale((_, act) => act());
    await sale(during);
    return { calls, history: await historyOf(await plainSale({ service, getnet }), temporalAddress) };
  } finally {
    await counted.api.stop();
    await proxy.stop();
  }
}

/** A sale that nobody repeats or reads before its end. */
async function plainSale({ service, getnet }: Pick<Contestants, 'service' | 'getnet'>) {
  const terminal = service.nextTerminal();
  const arrival = getnet.nextCommand();
  const { body } = await service.startSale(terminal);
  const { id } = body as { id: string };
  await getnet.callBack(await arrival);
  requireOutcome(await service.read(id, 20));
  return { id, serialNumber: terminal.serialNumber };
}

async function historyOf(
  { id, serialNumber }: { readonly id: string; readonly serialNumber: string },
  temporalAddress: string,
) {
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  const ids = [
    transactionWorkflowId(id as Parameters<typeof transactionWorkflowId>[0]),
    leaseWorkflowId({ country: 'CL', serialNumber }),
  ];
  const runs = await Promise.all(ids.map((workflowId) => client.workflow.getHandle(workflowId).describe()));
  await connection.close();
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    events: sum(({ historyLength }) => historyLength),
    stateTransitions: sum(({ raw }) => Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0)),
    bytes: sum(({ historySize }) => historySize ?? 0),
  };
}
