import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import { NOTIFICATION_CHANNEL } from '../database/notification-channel.js';

const RECONNECT_MS = 1_000;
const CHECK_MS = 5_000;
/** A server that is silent never says that it has hung up, too. */
const HANG_UP_MS = 1_000;

/** Listens for what the API saw. It is a convenience: the loops find what no notification names. */
export async function listenForNotifications(
  url: string,
  {
    signal,
    onNotification,
  }: { readonly signal: AbortSignal; readonly onNotification: (ids: readonly TransactionId[]) => void },
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(url, signal, onNotification).catch(() => undefined);
    await pause(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function listenOnce(
  url: string,
  signal: AbortSignal,
  onNotification: (ids: readonly TransactionId[]) => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ledger bell',
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  const over = AbortSignal.any([signal, lost.signal]);
  client.on('notification', ({ payload = '' }) =>
    onNotification(payload.split(',').flatMap((id) => parseTransactionId(id) ?? [])),
  );
  try {
    await client.connect();
    await client.query(`listen ${NOTIFICATION_CHANNEL}`);
    while (!over.aborted) {
      await pause(CHECK_MS, undefined, { signal: over }).catch(() => undefined);
      if (!over.aborted) await client.query('select 1');
    }
  } finally {
    await hangUp(client);
  }
}

/** The process that ends closes the socket, where the server does not. */
async function hangUp(client: pg.Client): Promise<void> {
  const giveUp = new AbortController();
  const late = pause(HANG_UP_MS, undefined, { signal: giveUp.signal, ref: false });
  await Promise.race([client.end(), late]).catch(() => undefined);
  giveUp.abort();
  await late.catch(() => undefined);
}
