import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/config/logger.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';
import { startEmbeddedPostgres } from '../../src/dev/postgres/server.js';
import { findFreePorts } from '../../src/dev/processes/ports.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { migrate } from '../../src/ledger/database/migrate.js';
import { createLedgerMetrics } from '../../src/ledger/projector/ledger-metrics.js';
import { Projection } from '../../src/ledger/projector/projection.js';
import type { Wanted } from '../../src/ledger/projector/projection.js';
import type { ProjectorParts } from '../../src/ledger/projector/projector.js';
import type { IndexedRun, RunIndex } from '../../src/ledger/projector/run-index.js';
import { Tail } from '../../src/ledger/projector/tail.js';
import { rebuildFrom } from '../../src/ledger/rebuild.js';
import { buildDigest } from '../../src/ledger/rows/audit-chain.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { createRandom, generateLife } from '../../test/ledger/support/generated.js';
import type { Random } from '../../test/ledger/support/generated.js';
import { roundFigure } from '../measure/statistics.js';

const SEED = 20_260_115;
/** Lives that go on at the same time. */
const AT_ONCE = 2_000;
const VERSIONS_AT_A_TIME = 300;
const RETENTION_MS = 4 * 3_600_000;

/**
 * Many generated lives are seen by two projectors at once, in whatever order their versions come, and then the ledger is rebuilt from the
 * last versions by the code of `npm run ledger:rebuild`.
 */
export async function measureLives(lives: number) {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-lives-'));
  const [port = 0] = await findFreePorts(1);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, port, print: () => undefined });
  try {
    await migrate(postgres.url);
    return await growAndRebuild(postgres.url, lives);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function growAndRebuild(url: string, count: number) {
  const random = createRandom(SEED);
  const world = new GeneratedWorld(count, random);
  const grownFrom = performance.now();
  const projectors = [openParts(url, world), openParts(url, world)];
  await grow(world, projectors, random);
  const grownSeconds = (performance.now() - grownFrom) / 1_000;
  const database = new LedgerDatabase({ url, name: 'bench', statementTimeoutMs: 0 });
  const grown = await fingerprint(database);
  const rebuiltFrom = performance.now();
  const report = await rebuildFrom(url, (schema) => openParts(url, world, schema));
  const rebuildSeconds = (performance.now() - rebuiltFrom) / 1_000;
  const rebuilt = await fingerprint(database);
  const { faults } = await verifyLedger(database);
  for (const { close } of projectors) await close();
  await database.close();
  return {
    lives: count,
    versions: world.versions,
    rows: grown.rows,
    ...report,
    isEqual: JSON.stringify(grown) === JSON.stringify(rebuilt),
    sha: rebuilt.shown,
    chainFaults: faults.length,
    grownSeconds: roundFigure(grownSeconds),
    rebuildSeconds: roundFigure(rebuildSeconds),
  };
}

/** What Temporal would say of lives that go on. */
class GeneratedWorld {
  private readonly lives;
  private readonly seen: number[];
  private readonly startMs = Date.now() - RETENTION_MS + 3_600_000;

  constructor(count: number, random: Random) {
    this.lives = Array.from({ length: count }, (_, n) => generateLife(n, random));
    this.seen = this.lives.map(() => 0);
  }

  get size(): number {
    return this.lives.length;
  }

  get versions(): number {
    return this.lives.reduce((sum, life) => sum + life.length, 0);
  }

  /** The next version of a life has come. @returns how to ask for it. */
  advance(n: number): Wanted {
    this.seen[n] = Math.min((this.seen[n] ?? 0) + 1, this.count(n) - 1);
    const run = this.toRun(n);
    const { id, isEnded } = this.readVersion(n);
    return { id, ...(isEnded && { run }) };
  }

  count(n: number): number {
    return this.lives[n]?.length ?? 0;
  }

  read(id: string) {
    const n = Number(id.slice(3));
    const { shown, hasEnded } = this.lives[n]?.[this.seen[n] ?? 0] ?? this.fail(id);
    return Promise.resolve({ shown, hasEnded, isAsWritten: false });
  }

  listEnded(from: string, to = '9'): Promise<readonly IndexedRun[]> {
    const [first, last] = [this.computePlace(from), to === '9' ? this.lives.length : this.computePlace(to)];
    const runs = [];
    for (let n = Math.max(0, first); n < Math.min(last, this.lives.length); n += 1)
      if (this.readVersion(n).isEnded) runs.push(this.toRun(n));
    return Promise.resolve(runs);
  }

  private computePlace(at: string): number {
    return Math.ceil((Date.parse(at) - this.startMs) / STEP_MS);
  }

  private readVersion(n: number) {
    const version = this.lives[n]?.[this.seen[n] ?? 0] ?? this.fail(String(n));
    return { id: version.shown.snapshot.accepted.transactionId, isEnded: version.hasEnded };
  }

  private toRun(n: number): IndexedRun {
    const { id } = this.readVersion(n);
    const closedAt = new Date(this.startMs + n * STEP_MS).toISOString();
    return {
      runId: `run-${n}`,
      workflowId: `transaction/${id}`,
      type: 'transaction',
      transactionId: id,
      startedAt: closedAt,
      closedAt,
      status: undefined,
    };
  }

  private fail(what: string): never {
    throw new Error(`no life ${what} was generated`);
  }
}

const STEP_MS = 50;

function openParts(url: string, world: GeneratedWorld, schema?: string) {
  const database = new LedgerDatabase({
    url,
    name: 'ledger projector',
    statementTimeoutMs: 0,
    ...(schema !== undefined && { schema }),
  });
  const metrics = createLedgerMetrics();
  const log = createLogger({ name: 'bench', level: 'error', redactor: createRedactor([]) });
  const index = {
    listEnded: (from: string, to?: string) => world.listEnded(from, to),
    listRunning: () => Promise.resolve([]),
  } as unknown as RunIndex;
  const parts: ProjectorParts = {
    url,
    database,
    log,
    metrics,
    index,
    retentionMs: RETENTION_MS,
    readLease: () => Promise.resolve(undefined),
    projection: new Projection({ database, log, metrics, read: (id) => world.read(id) }),
  };
  return { parts, close: () => database.close() };
}

type Opened = ReturnType<typeof openParts>;

/** Both projectors are told of every version, each at its own pace; the ends are found by the tail at last. */
async function grow(world: GeneratedWorld, projectors: readonly Opened[], random: Random): Promise<void> {
  const total = world.size;
  for (let from = 0; from < total; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, total - from) }, (_, place) => from + place);
    const steps = random.shuffle(some.flatMap((n) => Array.from({ length: world.count(n) }, () => n)));
    for (let at = 0; at < steps.length; at += VERSIONS_AT_A_TIME) {
      const wanted = steps.slice(at, at + VERSIONS_AT_A_TIME).map((n) => world.advance(n));
      await Promise.all(
        projectors.map(({ parts }) => parts.projection.project(random.shuffle(dedupe(wanted)))),
      );
    }
  }
  for (const { parts } of projectors) {
    const tail = new Tail(parts);
    while (!(await tail.step()));
  }
}

function dedupe(wanted: readonly Wanted[]): readonly Wanted[] {
  return [...new Map(wanted.map((one) => [one.id, one])).values()];
}

/** Every byte of every row as it is shown, and of every attempt. */
async function fingerprint(database: LedgerDatabase) {
  const { rows } = await database.query<{ rows: number; shown: string }>(
    `select count(*) as rows, encode(sha256(convert_to(string_agg(line, '' order by id), 'UTF8')), 'hex') as shown
     from (select id, ${buildDigest('t')} || md5(shown::text) as line from transactions t) as lines`,
  );
  const { rows: beside } = await database.query<{ attempts: string }>(
    `select encode(sha256(convert_to(string_agg(a::text, '' order by transaction_id, n), 'UTF8')), 'hex') as attempts from attempts a`,
  );
  const [{ rows: count, shown } = { rows: 0, shown: '' }] = rows;
  return { rows: count, shown, attempts: beside[0]?.attempts };
}
