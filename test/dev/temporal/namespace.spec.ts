import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { connectAndPrepare } from '../../../src/dev/temporal/start.js';
import { searchAttributeKeys } from '../../../src/workflows/search-attributes.messages.js';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
const day = 86_400_000;
const needs = { retentionMs: 30 * day, longerRetention: 'shorten' } as const;
let connection: Connection;

async function newNamespace(): Promise<string> {
  const namespace = `setup-${process.pid}-${Date.now()}`;
  const workflowExecutionRetentionPeriod = msToTs(day);
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  return namespace;
}

beforeAll(async () => {
  connection = await Connection.connect({ address });
});
afterAll(() => connection.close());

describe('prepareAt', () => {
  it('a bare namespace: all attributes and the retention are set, and a second time there is nothing to do', async () => {
    const namespace = await newNamespace();
    const names = searchAttributeKeys.map(({ name }) => name).join(', ');
    const first = await connectAndPrepare({ address }, { namespace, ...needs });
    expect(first).toEqual([`Search attributes ${names}: registered.`, 'Retention: 30d, was 1d.']);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(Object.keys(customAttributes).sort()).toEqual(searchAttributeKeys.map(({ name }) => name).sort());
    const second = await connectAndPrepare({ address }, { namespace, ...needs });
    expect(second).toEqual([`Search attributes ${names}: all there.`, 'Retention: 30d already.']);
  });

  it('a longer retention on a server of others: it is left alone', async () => {
    const namespace = await newNamespace();
    await connectAndPrepare({ address }, { namespace, ...needs });
    const less = { namespace, retentionMs: 7 * day };
    const left = await connectAndPrepare({ address }, { ...less, longerRetention: 'leave' });
    expect(left[1]).toBe('Retention: 30d, longer than needed, left.');
    const shortened = await connectAndPrepare({ address }, { ...less, longerRetention: 'shorten' });
    expect(shortened[1]).toBe('Retention: 7d, was 30d.');
  });

  it('the namespace or the server is missing: the error says what to do', async () => {
    await expect(connectAndPrepare({ address }, { namespace: 'absent', ...needs })).rejects.toThrow(
      /"absent" does not exist: create it with `temporal operator namespace create -n absent`/,
    );
    const nobody = { address: '127.0.0.1:1', connectTimeout: 300 };
    await expect(connectAndPrepare(nobody, { namespace: 'default', ...needs })).rejects.toThrow(
      /No Temporal server answers at 127\.0\.0\.1:1/,
    );
  });
});
