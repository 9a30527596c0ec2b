import { parseArgs } from 'node:util';
import { withLiveClient } from './live-client.js';
import { runMain } from './run-main.js';
import { fetchHistory, readHistories } from './replay/histories.js';
import type { NamedHistory, RunAddress } from './replay/histories.js';
import { replayEach, silenceRuntime } from './replay/verdict.js';
import { bundlePath } from './project-root.js';

const usage =
  'Usage: npm run replay -- <file or folder>…   or   npm run replay -- --workflow-id <id> [--run-id <id>]';

await runMain(async () => {
  const histories = await loadHistories(process.argv.slice(2));
  silenceRuntime();
  const verdicts = await replayEach(histories, bundlePath);
  let diverged = 0;
  for (const [n, verdict] of verdicts.entries()) {
    if (verdict.kind === 'same') continue;
    diverged += 1;
    console.error(`${histories[n]?.name}: diverges at event ${verdict.event}\n  ${verdict.why}`);
  }
  console.log(`${histories.length - diverged} of ${histories.length} histories replay on this code.`);
  return diverged === 0 ? 0 : 1;
});

async function loadHistories(args: readonly string[]): Promise<readonly NamedHistory[]> {
  const { values, positionals } = parse(args);
  const { 'workflow-id': workflowId, 'run-id': runId } = values;
  if (workflowId !== undefined) return [await fetchFromServer({ workflowId, runId })];
  if (positionals.length === 0) throw new Error(usage);
  return readHistories(positionals);
}

function parse(args: readonly string[]) {
  const options = { 'workflow-id': { type: 'string' }, 'run-id': { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}

function fetchFromServer(run: RunAddress): Promise<NamedHistory> {
  return withLiveClient(run.workflowId, (client) => fetchHistory(client, run));
}
