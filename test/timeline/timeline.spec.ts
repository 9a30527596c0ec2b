import { describe, expect, it } from '@jest/globals';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { printTimeline } from '../../src/timeline/print-timeline.js';
import { UNRECOGNISED } from '../../src/timeline/entry.js';
import { redactTimeline, buildTimeline } from '../../src/timeline/timeline.js';
import type { RunHistory } from '../../src/timeline/history.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';
import { canExplainActivity } from '../../src/timeline/explain-answers.js';
import { canExplainSignal, canExplainUpdate } from '../../src/timeline/explain-messages.js';
import { createActivities } from '../../src/activities/create-activities.js';
import type { Dependencies } from '../../src/activities/dependencies.js';
import * as lateResult from '../../src/workflows/late-result.messages.js';
import * as transaction from '../../src/workflows/transaction.messages.js';
import * as undos from '../../src/workflows/undos.messages.js';
import { event, readRecorded, buildRun, started } from './support/runs.js';

const folder = fileURLToPath(new URL('../histories', import.meta.url));
const recorded = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
const buildRecordedTimeline = async (name: string) => buildTimeline({ runs: [await readRecorded(name)] });
const acts = (...runs: readonly RunHistory[]) => buildTimeline({ runs }).map(({ act }) => act);

describe('the timeline of every recorded life', () => {
  it.each(recorded)(
    '%s is told from start to end, oldest first, with no line that has no words',
    async (name) => {
      const entries = await buildRecordedTimeline(name);
      expect(entries.filter(({ act }) => act.includes(UNRECOGNISED))).toEqual([]);
      expect(entries.length).toBeGreaterThan(2);
      const times = entries.map(({ at }) => at);
      expect(times.toSorted()).toEqual(times);
      expect(entries.filter(({ act, why }) => act === '' || why === '')).toEqual([]);
    },
  );

  it.each([
    'approved-by-callback',
    'attention-then-late-answer',
    'lease-healed',
    'not-confirmed-voided',
    'reset-after-the-end',
    'return',
    'tried-again',
    'worker-killed',
  ])('%s reads as it is written down', async (scenario) => {
    const name = recorded.find((one) => one.startsWith(`${scenario}@`)) ?? '';
    const text = `${printTimeline(await buildRecordedTimeline(name), () => -180)}\n`;
    const fixture = new URL(`../fixtures/timelines/${scenario}.txt`, import.meta.url);
    if (process.env['WRITE_TIMELINES']) await writeFile(fixture, text);
    expect(text).toBe(await readFile(fixture, 'utf8'));
  });

  it('the states that are told are those of the result, each once', async () => {
    for (const name of recorded) {
      const run = await readRecorded(name);
      const result = run.events.at(-1)?.fields['result'];
      const [last] = (Array.isArray(result) ? result : []) as { states?: { n: number; status: string }[] }[];
      if (last?.states === undefined) continue;
      const told = buildTimeline({ runs: [run] }).filter(({ act }) => act.startsWith('state '));
      expect(told.map(({ act }) => act)).toEqual(last.states.map(({ n, status }) => `state ${n}: ${status}`));
    }
  });
});

describe('what a person did in Temporal', () => {
  it('the run was terminated: who did it, and the reason', () => {
    const fields = { reason: 'stuck for an hour', identity: 'alice@ops' };
    const [last] = buildTimeline({
      runs: [buildRun([started(), event('WorkflowExecutionTerminated', fields)])],
    }).slice(-1);
    expect(last).toMatchObject({
      actor: { kind: 'operator', id: 'alice@ops' },
      act: 'terminated the run',
      why: 'stuck for an hour',
    });
  });

  it('a lease was given back by its holder: that is no person’s act', () => {
    const fields = { reason: 'given back by tx_1 (run r-1): approved, by status_query', identity: 'worker' };
    const lease = {
      ...buildRun([started(), event('WorkflowExecutionTerminated', fields)]),
      workflowType: 'undos',
    };
    expect(buildTimeline({ runs: [lease] }).at(-1)).toMatchObject({ actor: { kind: 'service' } });
  });

  it('an operator released the terminal: which key, why, and what allowed it', () => {
    const reason =
      'given back for tx_1 (run r-1): its lifecycle is over; released by operator support: the till is blocked';
    const lease = {
      ...buildRun([started(), event('WorkflowExecutionTerminated', { reason, identity: 'api' })]),
      workflowType: 'terminalLease',
    };
    expect(buildTimeline({ runs: [lease] }).at(-1)).toMatchObject({
      actor: { kind: 'operator', id: 'support' },
      act: 'released the terminal that tx_1 had',
      why: 'the till is blocked',
      evidence: 'its lifecycle is over',
    });
  });

  it('the run was reset: both runs are told, and what they share is told once', async () => {
    const reset = await readRecorded('reset-after-the-end@0.1.0.json');
    const shared = reset.events.slice(0, 3);
    const base: RunHistory = {
      ...reset,
      runId: '01a21565-de2b-7be5-a46b-ca2fac74f9fe',
      events: [...shared, event('WorkflowExecutionTerminated', { reason: 'by mistake', identity: 'bob' }, 4)],
    };
    const told = acts(base, reset);
    expect(told.filter((act) => act.startsWith('asked for a sale'))).toHaveLength(1);
    expect(told).toEqual(expect.arrayContaining(['terminated the run', 'reset the run']));
  });

  it('the run was cancelled, paused, or something newer: a line says so', () => {
    const told = acts(
      buildRun([
        started(),
        event('WorkflowExecutionCancelRequested', { identity: 'carol' }),
        event('WorkflowExecutionPaused', { identity: 'carol', reason: 'to look at it' }),
        event('WorkflowExecutionFrobnicated', {}),
        event('WorkflowExecutionSignaled', { signalName: 'somethingNewer', input: [{}] }),
        event('ActivityTaskCompleted', { scheduledEventId: '99', result: ['?'] }),
      ]),
    );
    expect(told).toEqual(expect.arrayContaining(['asked Temporal to cancel the run', 'paused the run']));
    expect(told.filter((act) => act.startsWith(UNRECOGNISED))).toEqual([
      expect.stringContaining('WorkflowExecutionFrobnicated'),
      expect.stringContaining('somethingNewer'),
      expect.stringContaining('the activity'),
    ]);
  });
});

describe('a timeline of anything', () => {
  it('events with missing or foreign values: each still gets a line, and none stops the timeline', async () => {
    const run = await readRecorded('tried-again@0.1.0.json');
    for (const { id } of run.events) {
      const events = run.events.map((one) =>
        one.id === id ? { ...one, fields: { input: ['x'], result: [7] } } : one,
      );
      expect(acts({ ...run, events }).length).toBeGreaterThan(3);
    }
  });

  it('secrets in the texts that Getnet and people wrote: none is shown', () => {
    const canaries = [
      '4111 1111 1111 1111',
      'https://shop.test/webhooks/getnet/v1.k1.tx_e379dafda83d4cb0bc2.abc.c2lnbmF0dXJl',
      'Bearer abcdefghijklmnop',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2ln',
      '"clientSecret": "canary-secret"',
      '12.345.678-5',
    ];
    const buildRunWithText = (text: string) =>
      buildRun([
        started(),
        event('WorkflowExecutionCancelRequested', { identity: text, cause: text }),
        event('WorkflowTaskFailed', { cause: text, failure: { message: text } }),
        event('WorkflowExecutionSignaled', { signalName: text, input: [text] }),
        event('WorkflowExecutionTerminated', { identity: text, reason: text }),
      ]);
    const redactor = createRedactor(['a-known-secret']);
    for (const text of [...canaries, 'a-known-secret']) {
      const told = redactTimeline(buildTimeline({ runs: [buildRunWithText(`see ${text} now`)] }), (one) =>
        redactor.redactText(one),
      );
      expect(JSON.stringify(told)).not.toContain(text);
      expect(JSON.stringify(told)).toContain('asked Temporal to cancel the run');
    }
  });

  it('options of a request with personal data: they are not told', async () => {
    const told = JSON.stringify(await buildRecordedTimeline('identity-check@0.1.0.json'));
    expect(told).not.toMatch(/rut/i);
    expect(told).toContain('asked for a identity_check');
  });
});

describe('the names that are registered in Temporal', () => {
  const definitions = [transaction, undos, lateResult].flatMap((module) => Object.values<unknown>(module));
  const named = (type: string) =>
    definitions.flatMap((value) =>
      typeof value === 'object' && value !== null && 'type' in value && value.type === type && 'name' in value
        ? [String(value.name)]
        : [],
    );

  it('a signal, update or activity is added: the timeline has words for it', () => {
    // Nothing is called: a factory only names what it makes.
    const activities = Object.keys(createActivities({} as Dependencies));
    expect(activities.filter((name) => !canExplainActivity(name))).toEqual([]);
    expect(named('signal').filter((name) => !canExplainSignal(name))).toEqual([]);
    expect(named('update').filter((name) => !canExplainUpdate(name))).toEqual([]);
    expect(named('update').length).toBeGreaterThan(3);
  });
});
