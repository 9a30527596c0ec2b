import { createLogger } from '../../../src/config/logger.js';
import { composeProjector } from '../../../src/ledger/compose.js';
import { isOfEndedRun } from '../../../src/ledger/rows/transaction-row.js';
import type { RenderedTransaction } from '../../../src/rendering/render-transaction.js';
import { startApiWorld } from '../../api/support/api-world.js';
import { createScriptedGetnet } from '../../api/support/getnet.js';
import { createTill } from '../../api/support/till.js';
import { until } from '../../support/until.js';
import { queryOnce, startTestPostgres } from './test-postgres.js';

/** What a list answers. */
export interface Page {
  readonly items: readonly RenderedTransaction[];
  readonly nextCursor: string | null;
  readonly asOf: string | null;
  readonly stale: boolean;
}

export type LedgerWorld = Awaited<ReturnType<typeof startLedgerWorld>>;

/** How a world differs from the usual one. */
interface WorldOptions {
  readonly workers?: boolean;
  /** @returns the address that the service gets for the database. */
  readonly reach?: (url: string) => string | Promise<string>;
}

/** API, Temporal, workers and a real Postgres; projectors are started by the stories. */
export async function startLedgerWorld(
  env: Readonly<Record<string, string>> = {},
  { workers = true, reach = (url) => url }: WorldOptions = {},
) {
  const postgres = await startTestPostgres();
  const url = await reach(await postgres.createLedger());
  const getnet = createScriptedGetnet();
  const world = await startApiWorld(getnet.getnet, {
    workers,
    env: { DATABASE_URL: url, LEDGER_INDEX_CALLS: '40', ...env },
  });
  const till = createTill(() => world, getnet);
  const lines: string[] = [];
  const log = createLogger({
    name: 'ledger',
    level: 'debug',
    redactor: world.api.settings.redactor,
    destination: { write: (line: string) => void lines.push(line) },
  });
  const running = new Set<ReturnType<typeof composeProjector>>();
  const project = () => {
    const composed = composeProjector({ url, settings: world.api.settings, log });
    running.add(composed);
    composed.projector.start();
    return {
      ...composed,
      stop: async () => {
        running.delete(composed);
        await composed.close();
      },
    };
  };
  const list = (query = '', as?: string) =>
    world.api.get<Page>(`/v1/transactions${query}`, as === undefined ? {} : { as });
  return {
    ...world,
    postgres,
    url,
    getnet,
    till,
    lines,
    log,
    project,
    list,
    query: <Row extends Record<string, unknown>>(text: string) => queryOnce<Row>(url, text),
    /** Waits until the list shows a transaction so. */
    shows: async (id: string, isSo: (one: RenderedTransaction) => boolean) => {
      return until(async () => {
        const { status, body } = await list('?limit=500');
        const one = status === 200 ? body.items.find((item) => item.id === id) : undefined;
        return one !== undefined && isSo(one) && one;
      });
    },
    /** Waits until the ledger has seen a transaction's run end. */
    ended: async (id: string) => {
      await until(async () => {
        const text = `select seq from transactions where id = '${id}'`;
        const [row] = await queryOnce<{ seq: string }>(url, text);
        return row !== undefined && isOfEndedRun(Number(row.seq));
      });
    },
    close: async () => {
      for (const composed of running) await composed.close();
      await world.close();
      await postgres.close();
    },
  };
}
