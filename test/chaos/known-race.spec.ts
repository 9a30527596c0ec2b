import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Runtime } from '@temporalio/worker';
import { isQueryRace } from '../../chaos/oracle/known-race.js';
import { bundlePath } from '../../src/dev/project-root.js';
import { readHistories } from '../../src/dev/replay/histories.js';
import type { NamedHistory } from '../../src/dev/replay/histories.js';
import { replay, silenceRuntime } from '../../src/dev/replay/verdict.js';

const file = fileURLToPath(new URL('../fixtures/chaos/query-race.json', import.meta.url));

describe('a query comes while a local activity ends, and an update with the next task', () => {
  let runtime: Runtime;
  let race: NamedHistory;
  beforeAll(async () => {
    runtime = silenceRuntime();
    const [first] = await readHistories([file]);
    if (first === undefined) throw new Error(`${file} has no history.`);
    race = first;
  });
  afterAll(() => runtime.shutdown());

  it('the history does not replay, and the chaos run knows why: once an upgrade of Temporal mends it, the exception goes', async () => {
    const verdict = await replay(race, bundlePath);
    expect(verdict).toMatchObject({ kind: 'diverged', event: '9 WorkflowExecutionUpdateAccepted' });
    expect(isQueryRace(race.history, verdict.kind === 'diverged' ? verdict.why : '')).toBe(true);
  });

  it('the same history diverges in another way: that is a fault of ours', () => {
    expect(isQueryRace(race.history, 'does not handle HistoryEvent(id: 12, TimerStarted)')).toBe(false);
    expect(
      isQueryRace(race.history, 'does not handle HistoryEvent(id: 5, WorkflowExecutionUpdateAccepted)'),
    ).toBe(false);
  });
});
