import { readFile } from 'node:fs/promises';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { readHistory } from '../../timeline/read-history.js';
import type { ReadHistory } from '../../timeline/read-history.js';
import { dataConverter } from '../../workflows/data-converter.messages.js';
import type { Explained } from './explained.js';

/**
 * Explains one history, as the command line or Temporal's UI has saved it.
 *
 * @throws Error naming the file where it is no history.
 */
export async function explainFile(file: string): Promise<Explained> {
  const read = await readFrom(file);
  const { run } = read;
  const name = run.workflowId === '' ? `a ${run.workflowType}` : run.workflowId;
  return {
    histories: { runs: [run] },
    title: `${name}, from ${file}: one run, ${run.events.length} events.`,
    notes: listNotes(read),
  };
}

async function readFrom(file: string): Promise<ReadHistory> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    return await readHistory(json, loadDataConverter(dataConverter));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${file} is not a history as \`temporal workflow show --output json\` or Temporal’s UI writes it: ${why}`,
      { cause: error },
    );
  }
}

function listNotes({ isDecoded, unreadable }: ReadHistory): readonly string[] {
  return [
    ...(isDecoded
      ? [
          'This history was decoded before it was saved. It can be explained in part, and cannot be replayed. For a replay, download it with encoded payloads.',
        ]
      : []),
    ...(unreadable > 0
      ? [
          `${unreadable} of its payloads cannot be read by this service’s data converter: what they hold is missing below.`,
        ]
      : []),
  ];
}
