import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, NativeConnection, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { cacheFolder } from '../../../src/dev/project-root.js';
import { fetchHistory, readHistories } from '../../../src/dev/replay/histories.js';
import type { NamedHistory } from '../../../src/dev/replay/histories.js';
import { replay, replayEach, silenceRuntime } from '../../../src/dev/replay/verdict.js';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'default';
const logger = new DefaultLogger('ERROR', () => undefined);

let folder: string;
let recorded: NamedHistory;

async function bundled(name: string): Promise<string> {
  const workflowsPath = fileURLToPath(new URL(`workflows/${name}.ts`, import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  const file = join(folder, `${name}.cjs`);
  await writeFile(file, code);
  return file;
}

async function record(): Promise<NamedHistory> {
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const taskQueue = `replay-${process.pid}-${Date.now()}`;
  const activities = { ask: async (question: string) => `${question}!` };
  const workflowBundle = { codePath: await bundled('recorded') };
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    activities,
    workflowBundle,
  });
  const workflowId = taskQueue;
  await worker.runUntil(client.workflow.execute('task', { taskQueue, workflowId }));
  const history = await fetchHistory(client, { workflowId });
  await connection.close();
  await native.close();
  return history;
}

beforeAll(async () => {
  silenceRuntime();
  await mkdir(cacheFolder, { recursive: true });
  folder = await mkdtemp(join(cacheFolder, 'replay-'));
  recorded = await record();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await Runtime.instance().shutdown();
});

describe('replay', () => {
  it('the code has not changed: the history replays', async () => {
    expect(await replay(recorded, join(folder, 'recorded.cjs'))).toEqual({ kind: 'same' });
  });

  it('every beginning of a history replays on the code that wrote it', async () => {
    const { events } = recorded.history;
    const verdicts: unknown[] = [];
    for (let length = 3; length <= (events?.length ?? 0); length += 1) {
      const history = { events: events?.slice(0, length) } as NamedHistory['history'];
      verdicts.push(await replay({ ...recorded, history }, join(folder, 'recorded.cjs')));
    }
    expect(verdicts.length).toBeGreaterThan(10);
    expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict)))).toEqual(new Set(['{"kind":"same"}']));
  });

  it('a pause was taken out: the verdict names the event of the pause', async () => {
    const verdict = await replay(recorded, await bundled('shortened'));
    expect(verdict).toMatchObject({ kind: 'diverged', event: expect.stringMatching(/^\d+ TimerStarted$/) });
  });

  it('an activity was exchanged: the verdict names the event that scheduled it', async () => {
    const verdict = await replay(recorded, await bundled('altered'));
    const scheduled =
      recorded.history.events?.filter((event) => event.activityTaskScheduledEventAttributes) ?? [];
    expect(verdict).toMatchObject({
      kind: 'diverged',
      event: `${scheduled[1]?.eventId} ActivityTaskScheduled`,
    });
  });
});

describe('many histories', () => {
  it('one of them diverges: each has its own verdict, in their order', async () => {
    const events = (recorded.history.events ?? []).filter((event) => !event.timerStartedEventAttributes);
    const altered = { ...recorded, history: { events } as NamedHistory['history'] };
    const verdicts = await replayEach([recorded, altered, recorded], join(folder, 'recorded.cjs'));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['same', 'diverged', 'same']);
  });
});

describe('readHistories', () => {
  it('a folder with a recorded history: it is read back under its own workflow id, and replays', async () => {
    await writeFile(join(folder, 'task.json'), historyToJSON(recorded.history));
    const [read] = await readHistories([folder]);
    expect(read?.workflowId).toBe(recorded.workflowId);
    expect(read && (await replay(read, join(folder, 'recorded.cjs')))).toEqual({ kind: 'same' });
  });

  it('a path that is missing or holds something else: the error names it', async () => {
    await writeFile(join(folder, 'other.txt'), '{"events": []}');
    await expect(readHistories([join(folder, 'absent.json')])).rejects.toThrow(/absent\.json does not exist/);
    await expect(readHistories([join(folder, 'other.txt')])).rejects.toThrow(/other\.txt is not a history/);
  });
});
