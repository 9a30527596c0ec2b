import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { Fields, HistoryEvent, RunHistory } from '../../../src/timeline/history.js';
import { readHistory } from '../../../src/timeline/read-history.js';
import { dataConverter } from '../../../src/workflows/data-converter.messages.js';
import { saleInput } from '../../support/terms.js';

export const converter = loadDataConverter(dataConverter);

export const recordedPath = (name: string) =>
  fileURLToPath(new URL(`../../histories/${name}`, import.meta.url));

export async function readRecorded(name: string): Promise<RunHistory> {
  return (await readHistory(JSON.parse(await readFile(recordedPath(name), 'utf8')), converter)).run;
}

let next = 1;

/** An event, later than the one before. */
export function event(type: string, fields: Fields = {}, id = (next += 1)): HistoryEvent {
  return { id, type, fields, at: new Date(Date.parse('2026-01-15T13:30:41Z') + id * 100).toISOString() };
}

/** The start of a sale's run. */
export function started(): HistoryEvent {
  const input = saleInput({});
  const memo = { fields: { accepted: input.accepted } };
  return event('WorkflowExecutionStarted', { input: [input], memo, identity: 'api' });
}

export function buildRun(events: readonly HistoryEvent[]): RunHistory {
  return { workflowId: 'transaction/tx_1', runId: 'r-1', workflowType: 'transaction', events };
}
