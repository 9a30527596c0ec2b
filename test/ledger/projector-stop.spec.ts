import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../src/api/problems/problem.js';
import { createLogger } from '../../src/config/logger.js';
import { readSettings } from '../../src/config/settings.js';
import { parseTransactionId } from '../../src/domain/ids.js';
import { composeProjector } from '../../src/ledger/compose.js';
import { listenForNotifications } from '../../src/ledger/projector/notification-listener.js';
import { until } from '../support/until.js';
import { unusedSettings } from './support/ledger-program.js';
import { queryOnce, startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

/** Less than the ten seconds that Docker gives a container. */
const STOPS_WITHIN_MS = 8_000;
/** Not one call more than those that are on their way. */
const LETS_GO_WITHIN_MS = 4_000;

let postgres: TestPostgres;
let url: string;
let temporal: Server;
const sockets = new Set<Socket>();
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createLedger();
  temporal = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  temporal.listen(0, '127.0.0.1');
  await once(temporal, 'listening');
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  temporal.close();
  await postgres.close();
});

/** Its Temporal takes every connection, and never says a word. */
const compose = () => {
  const { port } = temporal.address() as AddressInfo;
  const settings = readSettings('ledger', {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
    ...unusedSettings,
  });
  const log = createLogger({
    name: 'ledger',
    level: 'error',
    redactor: settings.redactor,
    destination: { write: () => undefined },
  });
  return composeProjector({ url, settings, log });
};

const isOver = async (work: Promise<unknown>, withinMs: number): Promise<boolean> => {
  const stopped = new AbortController();
  const late = pause(withinMs, false, { signal: stopped.signal }).catch(() => false);
  return Promise.race([work.then(() => true), late]).finally(() => stopped.abort());
};

/** The process at the other end of a connection of ours. */
const findBackend = (name: string) =>
  until(async () => {
    const [row] = await queryOnce<{ pid: number }>(
      url,
      `select pid from pg_stat_activity where application_name = '${name}' and state = 'idle'`,
    );
    return row?.pid;
  });

describe('the projector stops', () => {
  it('Temporal is silent: the calls that are on their way are cut, and none follows', async () => {
    const { projector, close } = compose();
    projector.start();
    await until(() => sockets.size > 0);
    expect(await isOver(close(), LETS_GO_WITHIN_MS)).toBe(true);
  });

  it('transactions, leases and runs are still unread: none of them is read', async () => {
    const { read, parts, close } = compose();
    const transactionId = parseTransactionId('tx_0000000000000000001');
    if (transactionId === undefined) throw new Error('no id of a transaction');
    const lease = {
      runId: 'run',
      workflowId: 'terminal/CL/serial',
      type: 'terminalLease',
      transactionId,
      startedAt: new Date().toISOString(),
      closedAt: new Date().toISOString(),
      status: undefined,
      isTerminated: true,
    };
    const connections = sockets.size;
    const closed = close();
    await expect(read(transactionId)).rejects.toBeInstanceOf(Problem);
    await expect(parts.readLease(lease)).rejects.toBeInstanceOf(Problem);
    await expect(parts.index.listRunning()).rejects.toBeInstanceOf(Problem);
    await expect(parts.index.countEnded(lease.closedAt, lease.closedAt)).rejects.toBeInstanceOf(Problem);
    await closed;
    expect(sockets.size).toBe(connections);
  });

  it('Postgres no longer answers the notification listener: it disconnects without an answer', async () => {
    const stopping = new AbortController();
    const listening = listenForNotifications(url, {
      signal: stopping.signal,
      onNotification: () => undefined,
    });
    const backend = await findBackend('ledger bell');
    process.kill(backend, 'SIGSTOP');
    try {
      stopping.abort();
      expect(await isOver(listening, STOPS_WITHIN_MS)).toBe(true);
    } finally {
      process.kill(backend, 'SIGCONT');
      await listening;
    }
  });
});
