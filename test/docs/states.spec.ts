import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { attentionReasons } from '../../src/domain/attention.js';
import { listStates } from '../../src/domain/reversal.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { isFinal, statuses } from '../../src/domain/status.js';
import type { Status } from '../../src/domain/status.js';
import { codeSpans, page, root, section, tableRows } from './support/pages.js';

const architecture = page('docs/architecture.md');
const ofStatuses = tableRows(section(architecture, '## Every status, and how a run leaves it'));
const ofReasons = tableRows(section(architecture, '## Every case for a person, and how it leaves the list'));

/** What may follow each status, as the table of docs/architecture.md says it in words. */
const following: Readonly<Record<Status, readonly Status[]>> = {
  queued: ['dispatching', 'not_sent', 'verifying', 'cancel_requested', 'needs_attention'],
  dispatching: [
    'queued',
    'in_progress',
    'not_sent',
    'approved',
    'declined',
    'completed',
    'verifying',
    'cancel_requested',
    'needs_attention',
  ],
  in_progress: ['verifying', 'approved', 'declined', 'completed', 'cancel_requested', 'needs_attention'],
  cancel_requested: ['approved', 'declined', 'completed', 'not_sent', 'needs_attention'],
  verifying: ['approved', 'declined', 'completed', 'not_sent', 'cancel_requested', 'needs_attention'],
  needs_attention: ['approved', 'declined', 'completed', 'not_sent'],
  approved: ['reversing'],
  declined: [],
  not_sent: ['dispatching', 'queued', 'verifying', 'approved', 'needs_attention'],
  completed: [],
  reversing: ['reversed', 'reversal_failed', 'approved'],
  reversed: [],
  reversal_failed: ['reversed', 'approved'],
};

describe('every status has an exit', () => {
  it.each(statuses.filter((status) => !isFinal(status)))('%s: some final status can be reached', (from) => {
    const reached = new Set<Status>([from]);
    for (const status of reached) for (const next of following[status]) reached.add(next);
    expect([...reached].filter((status) => isFinal(status))).not.toEqual([]);
    expect(following[from]).not.toEqual([]);
  });

  const seen = readTransitions();

  it('recorded histories take no step that the table does not know', () => {
    const unknown = [...seen].filter((step) => {
      const [from, to] = step.split(' → ') as [Status, Status];
      return !following[from].includes(to);
    });
    expect(unknown).toEqual([]);
    expect(seen.size).toBeGreaterThan(12);
  });

  it('each status that is not final is left in at least one recorded history', () => {
    const left = new Set([...seen].map((step) => step.split(' → ')[0]));
    // A kept or returned sale is shown by test/api/confirmations.spec.ts: such a run stays open, so its history has no result.
    const notEnded = ['reversal_failed'];
    const open = statuses.filter((status) => !isFinal(status) && !notEnded.includes(status));
    expect(open.filter((status) => !left.has(status))).toEqual([]);
  });
});

describe('every case for a person, in docs/architecture.md', () => {
  it('a reason is added: the table says how it enters, who ends it and by when', () => {
    const named = ofReasons.flatMap(([reason = '']) => codeSpans({ prose: reason }));
    expect(named.toSorted()).toEqual(attentionReasons.toSorted());
    for (const row of ofReasons) expect(row.every((cell) => cell.length > 2)).toBe(true);
  });
});

describe('the tests that the tables name', () => {
  it.each([
    ['statuses', ofStatuses],
    ['reasons', ofReasons],
  ])('of %s: each row names one at least, and each exists', (_, rows) => {
    for (const row of rows) {
      const files = codeSpans({ prose: row.at(-1) ?? '' }).filter((code) => code.startsWith('test/'));
      expect([row[0], files.length > 0]).toEqual([row[0], true]);
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    }
  });
});

/** Each step between two states that a recorded run told, as `from → to`. */
function readTransitions(): ReadonlySet<string> {
  const folder = join(root, 'test/histories');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const logs = texts.flatMap((text) => readSnapshots(JSON.parse(text))).map((one) => listStates(one));
  const steps = logs.flatMap((log) =>
    log.slice(1).map(({ status }, place) => `${log[place]?.status ?? ''} → ${status}`),
  );
  return new Set(steps);
}

/** Every snapshot that a history holds in a payload. */
function readSnapshots(value: unknown): readonly Snapshot[] {
  if (Array.isArray(value)) return value.flatMap(readSnapshots);
  if (typeof value !== 'object' || value === null) return [];
  const data = 'data' in value && typeof value.data === 'string' ? decode(value.data) : undefined;
  const own = isSnapshot(data) ? [data] : [];
  return [...own, ...Object.values(value).flatMap(readSnapshots)];
}

function decode(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isSnapshot(value: unknown): value is Snapshot {
  return typeof value === 'object' && value !== null && 'states' in value && Array.isArray(value.states);
}
