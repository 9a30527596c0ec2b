import { countClosed, findBeginning, forgetOthers, noteClosed, readMarks } from './marks.js';
import { selectUnknown, writeMark, writeSinceMark } from './marks.js';
import { writeLeases } from '../rows/lease-rows.js';
import type { LedgerDatabase } from '../database/ledger-database.js';
import type { LedgerMetrics } from './ledger-metrics.js';
import type { Projection, Wanted } from './projection.js';
import type { ReadLease } from './lease-reader.js';
import { selectUnread } from './select-unread.js';
import type { IndexedRun, RunIndex } from './run-index.js';

/** What the loops of a projector work with. */
export interface TailParts {
  readonly database: LedgerDatabase;
  readonly index: Pick<RunIndex, 'listEnded' | 'countEnded' | 'listRunning'>;
  readonly projection: Pick<Projection, 'project'>;
  readonly readLease: ReadLease;
  readonly metrics: LedgerMetrics;
  /** How long Temporal keeps what ended. */
  readonly retentionMs: number;
}

/** Several times as long as the index lags behind; what it still misses is found by counting. */
const OVERLAP_MS = 10_000;
/** How often a caught-up projector reads a whole window. */
const WINDOW_EVERY_MS = 5_000;
/** The index names most ends within that time. */
const LOOK_BACK_MS = 2_500;
/** A window that begins this close to now has no end, so that a wrong clock cannot hide a run. */
const NEAR_NOW_MS = 300_000;
const MIN_WINDOW_MS = 60_000;
/** A ledger that begins looks back over the whole retention: at a day a window it soon stands at the present. */
const MAX_WINDOW_MS = 86_400_000;
/** A window with more runs than `SHRINK_WINDOW_ABOVE` is halved, one with fewer than `GROW_WINDOW_BELOW` is doubled. */
const SHRINK_WINDOW_ABOVE = 2_000;
const GROW_WINDOW_BELOW = 500;
const LEASES_AT_A_TIME = 16;

const toIso = (atMs: number): string => new Date(atMs).toISOString();

/** Follows the ends of runs through overlapping windows of time. */
export class Tail {
  private windowMs = MIN_WINDOW_MS;
  /** The latest end that was seen; undefined while it is behind. */
  private latestMs: number | undefined;
  private nextWindowAtMs = 0;

  constructor(private readonly parts: TailParts) {}

  /**
   * Takes a window every few seconds. In between it looks only at what has just ended: to list ten seconds of ends twice a second would be
   * most of the work of a projector. What the index names late is in the next window.
   *
   * @returns as {@link step} @throws as {@link step}
   */
  async follow(): Promise<boolean> {
    const now = performance.now();
    if (this.latestMs !== undefined && now < this.nextWindowAtMs) {
      const ended = await this.parts.index.listEnded(toIso(this.latestMs - LOOK_BACK_MS));
      await this.projectEnded(ended);
      this.latestMs = findLatest(this.latestMs, ended);
      return true;
    }
    this.nextWindowAtMs = now + WINDOW_EVERY_MS;
    return this.step();
  }

  /** Takes one window. @returns whether the ledger has caught up. @throws LedgerUnavailable, or what Temporal's client throws */
  async step(): Promise<boolean> {
    const { database, index, retentionMs } = this.parts;
    const now = Date.now();
    const marks = await readMarks(database);
    const markMs = marks.endedMs ?? now - retentionMs;
    const beginningMs = findBeginning(marks, { nowMs: now, retentionMs });
    // First, so that nobody who dies here leaves a hole that no mark tells of.
    if (beginningMs !== undefined) await writeSinceMark(database, beginningMs);
    const isNear = now - markMs <= NEAR_NOW_MS;
    const toMs = Math.min(markMs + this.windowMs, now - NEAR_NOW_MS / 2);
    const from = toIso(markMs - OVERLAP_MS);
    const ended = await this.narrowIfItFails(() => index.listEnded(from, isNear ? undefined : toIso(toMs)));
    await this.narrowIfItFails(() => this.projectEnded(ended));
    const latestMs = findLatest(markMs, ended);
    await writeMark(database, isNear ? latestMs : toMs);
    this.latestMs = isNear ? latestMs : undefined;
    if (!isNear) this.windowMs = adaptWindow(this.windowMs, ended.length);
    return isNear;
  }

  private async narrowIfItFails<Result>(act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      this.windowMs = adaptWindow(this.windowMs, 'failed');
      throw error;
    }
  }

  /** The last minutes, and each whole hour once: as many runs on both sides. */
  async count(from: number, to: number): Promise<number> {
    const { database, index, metrics } = this.parts;
    const theirs = await index.countEnded(toIso(from), toIso(to));
    if (theirs === (await countClosed(database, toIso(from), toIso(to)))) return 0;
    const listed = await index.listEnded(toIso(from), toIso(to));
    const missed = await this.projectEnded(listed);
    // Runs that somebody deleted would hide as many that are missing, the next time.
    await forgetOthers(database, { from: toIso(from), to: toIso(to), listed });
    metrics.countMissedRuns(missed);
    return missed;
  }

  private async projectEnded(ended: readonly IndexedRun[]): Promise<number> {
    const { database, projection, metrics } = this.parts;
    const unknown = await selectUnknown(database, ended);
    const failed = await projection.project(listWanted(await selectUnread(database, unknown)));
    await keepLeases(this.parts, unknown);
    const done = unknown.filter(
      ({ transactionId }) => transactionId === undefined || !failed.has(transactionId),
    );
    await noteClosed(database, done);
    for (const { closedAt = '' } of done) metrics.observeLag(Date.now() - Date.parse(closedAt));
    return done.length;
  }
}

function findLatest(sinceMs: number, ended: readonly IndexedRun[]): number {
  return ended.reduce((latestMs, { closedAt = '' }) => Math.max(latestMs, Date.parse(closedAt)), sinceMs);
}

async function keepLeases(
  { database, readLease }: Pick<TailParts, 'database' | 'readLease'>,
  runs: readonly IndexedRun[],
): Promise<void> {
  const leases = runs.filter(({ lease }) => lease !== undefined);
  for (let at = 0; at < leases.length; at += LEASES_AT_A_TIME) {
    const read = await Promise.all(leases.slice(at, at + LEASES_AT_A_TIME).map(readLease));
    await writeLeases(
      database,
      read.flatMap((lease) => lease ?? []),
    );
  }
}

/** What fails may have been too much. A window never grows so long that nothing comes through it in time. */
export function adaptWindow(windowMs: number, found: number | 'failed'): number {
  if (found === 'failed' || found > SHRINK_WINDOW_ABOVE) return Math.max(windowMs / 2, MIN_WINDOW_MS);
  return found < GROW_WINDOW_BELOW ? Math.min(windowMs * 2, MAX_WINDOW_MS) : windowMs;
}

/** One reading for each transaction, whichever of its runs ended; its own run names it where it is among them. */
export function listWanted(runs: readonly IndexedRun[]): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const run of runs) {
    const { transactionId: id, type } = run;
    if (id === undefined || (wanted.has(id) && type !== 'transaction')) continue;
    wanted.set(id, { id, run });
  }
  return [...wanted.values()];
}
