import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { buildTimeline } from '../../src/timeline/timeline.js';
import { readHistory } from '../../src/timeline/read-history.js';
import { readTransactionHistories } from '../../src/timeline/read-transaction-histories.js';
import type { RunAddress } from '../../src/timeline/read-transaction-histories.js';
import { parseTransactionId } from '../../src/domain/ids.js';
import { converter, event, readRecorded, recordedPath, buildRun, started } from './support/runs.js';

interface JsonPayload {
  readonly metadata: object;
  readonly data: string;
}

const json = async (name: string) => JSON.parse(await readFile(recordedPath(name), 'utf8')) as object;
const isPayload = (value: unknown): value is JsonPayload =>
  typeof value === 'object' && value !== null && 'metadata' in value && 'data' in value;
const decode = ({ data }: JsonPayload) => JSON.parse(Buffer.from(data, 'base64').toString()) as unknown;
const replacing = (value: object, by: (payload: JsonPayload) => unknown) =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (isPayload(inner) ? by(inner) : inner))) as object;

describe('a history that was decoded before it was saved', () => {
  const name = 'worker-killed@0.1.0.json';

  it.each<[string, (payload: JsonPayload) => unknown]>([
    ['its payloads are their values', decode],
    [
      'its payloads keep their frame, as Temporal’s UI writes them',
      (payload) => ({
        metadata: { ...payload.metadata, encodingDecoded: 'json/plain' },
        data: decode(payload),
      }),
    ],
    [
      'the encoding is spelt out',
      (payload) => ({ metadata: { encoding: 'json/plain' }, data: decode(payload) }),
    ],
  ])('%s: it is told like the encoded one, and says that it is decoded', async (_, by) => {
    const decoded = await readHistory(replacing(await json(name), by), converter);
    expect(decoded).toMatchObject({ isDecoded: true, unreadable: 0 });
    expect(buildTimeline({ runs: [decoded.run] })).toEqual(
      buildTimeline({ runs: [await readRecorded(name)] }),
    );
  });

  it('an encoded one does not say so', async () => {
    expect(await readHistory(await json(name), converter)).toMatchObject({ isDecoded: false, unreadable: 0 });
  });
});

describe('a history that this service cannot read', () => {
  it('its payloads are encrypted by a codec that is missing: they are counted, and the timeline goes on', async () => {
    const encrypted = (payload: JsonPayload) => ({
      metadata: { encoding: Buffer.from('binary/encrypted').toString('base64') },
      data: payload.data,
    });
    const read = await readHistory(replacing(await json('poll@0.1.0.json'), encrypted), converter);
    expect(read.unreadable).toBeGreaterThan(3);
    expect(buildTimeline({ runs: [read.run] }).length).toBeGreaterThan(3);
  });

  it('a codec that is configured: what it wrote is read', async () => {
    const reversed = (data: Uint8Array) => new Uint8Array([...data].reverse());
    const codec = {
      encode: async () => [],
      decode: async (payloads: { data?: Uint8Array | null }[]) =>
        payloads.map((payload) => ({ ...payload, data: reversed(payload.data ?? new Uint8Array()) })),
    };
    const mirrored = (payload: JsonPayload) => ({
      ...payload,
      data: Buffer.from(reversed(Buffer.from(payload.data, 'base64'))).toString('base64'),
    });
    const own = loadDataConverter({ payloadCodecs: [codec as never] });
    const read = await readHistory(replacing(await json('poll@0.1.0.json'), mirrored), own);
    expect(read.run).toEqual(await readRecorded('poll@0.1.0.json'));
  });

  it.each([[{}], [{ events: [] }], [{ events: [{ eventId: '1' }] }], ['text'], [null]])(
    '%j is no history: it says why',
    async (value) => {
      await expect(readHistory(value, converter)).rejects.toThrow('first event is not the start');
    },
  );
});

describe('which runs belong to a life', () => {
  const id = parseTransactionId('tx_e379dafda83d4cb0bc2');
  if (id === undefined) throw new Error('no id');

  it('a reset, a lease that somebody ended, news after the end: each is read by its id', async () => {
    const lease = { workflowId: 'terminal/CL/SN1', runId: 'lease-1' };
    const dispatched = event('ActivityTaskScheduled', {
      activityType: { name: 'dispatch' },
      input: [{ accepted: { customId: `${id}-2` } }],
    });
    const acquired = event('MarkerRecorded', { details: { result: [{ kind: 'acquired', lease }] } });
    const reset = event('WorkflowTaskFailed', { newRunId: 'r-2', baseRunId: 'r-1' });
    const late = { ...buildRun([event('WorkflowExecutionStarted')]), workflowType: 'lateResult' };
    const runs: Readonly<Record<string, ReturnType<typeof buildRun>>> = {
      [`transaction/${id}`]: { ...buildRun([started(), acquired, reset]), runId: 'r-2' },
      [`transaction/${id} r-1`]: buildRun([started(), acquired, dispatched]),
      'terminal/CL/SN1 lease-1': {
        ...buildRun([
          event('WorkflowExecutionStarted'),
          event('WorkflowExecutionTerminated', { reason: 'free it' }),
        ]),
        workflowType: 'terminalLease',
      },
      [`lateResult/${id}-2`]: { ...late, runId: 'r-3' },
      [`lateResult/${id}-2 r-2`]: { ...late, runId: 'r-2' },
      [`lateResult/${id}-2 r-1`]: late,
    };
    const asked: string[] = [];
    const list = async () => ['r-3', 'r-2', 'r-1'];
    const read = async ({ workflowId, runId }: RunAddress) => {
      const name = [workflowId, runId].filter(Boolean).join(' ');
      asked.push(name);
      return runs[name];
    };
    const life = await readTransactionHistories(id, { read, list });
    expect(life.map(({ runId, workflowType }) => `${workflowType} ${runId}`)).toEqual([
      'transaction r-1',
      'transaction r-2',
      'terminalLease r-1',
      'lateResult r-1',
      'lateResult r-2',
      'lateResult r-3',
    ]);
    expect(asked.toSorted()).toEqual([...Object.keys(runs), `recovery/${id}`, `undos/${id}`].toSorted());
  });

  it('its key was used before: its undos have a name of their own, and late news of the first transaction are not its', async () => {
    const accepted = {
      acceptanceId: '0f6d2f0a-7a83-4a55-9d0b-1f2e3d4c5b6a',
      createdAt: '2026-01-15T13:30:00.000Z',
    };
    const begun = event('WorkflowExecutionStarted', { input: [{ accepted }] });
    const dispatched = event('ActivityTaskScheduled', { input: [{ accepted: { customId: id } }] });
    const old = { ...event('WorkflowExecutionStarted'), at: '2025-11-15T13:30:00.000Z' };
    const runs: Readonly<Record<string, ReturnType<typeof buildRun>>> = {
      [`transaction/${id}`]: buildRun([begun, dispatched]),
      [`lateResult/${id}`]: { ...buildRun([old]), workflowType: 'lateResult' },
      [`recovery/${id}`]: { ...buildRun([old]), workflowType: 'recovery' },
      [`undos/${id}`]: { ...buildRun([old]), workflowType: 'undos' },
      [`undos/${id}/0f6d2f0a`]: { ...buildRun([begun]), workflowType: 'undos' },
    };
    const read = async ({ workflowId }: RunAddress) => runs[workflowId];
    const life = await readTransactionHistories(id, { read, list: async () => [] });
    expect(life.map(({ workflowType }) => workflowType)).toEqual(['transaction', 'undos']);
  });

  it('there is no such transaction: nothing is asked for beyond it', async () => {
    const asked: string[] = [];
    const read = async ({ workflowId }: RunAddress) => {
      asked.push(workflowId);
      return undefined;
    };
    const list = async () => [];
    expect(await readTransactionHistories(id, { read, list })).toEqual([]);
    expect(asked).toEqual([`transaction/${id}`]);
  });
});
