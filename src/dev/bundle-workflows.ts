import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { dataConverter } from '../workflows/data-converter.messages.js';
import { distPath, bundlePath } from './project-root.js';

/** `WORKFLOW_STACKS=full npm run build`: slower, and the Temporal UI shows where a run waits in the code (`__stack_trace`). ADR 0032. */
const hasPromiseStacks = process.env['WORKFLOW_STACKS'] === 'full';
const { payloadConverterPath } = dataConverter;
const workflowsPath = distPath('workflows/index.js');
const { code } = await bundleWorkflowCode({
  workflowsPath,
  // All runs share the modules, which hold no state (ADR 0027): evaluating a hundred modules anew for each run costs time and memory.
  preloadModules: [workflowsPath, ...(hasPromiseStacks ? [] : [distPath('workflows/no-promise-stacks.js')])],
  logger: new DefaultLogger('WARN'),
  ...(payloadConverterPath === undefined ? {} : { payloadConverterPath }),
});

// In one step, so that a worker or a test that starts meanwhile never reads half of it.
const unfinished = `${bundlePath}.${process.pid}`;
await mkdir(dirname(bundlePath), { recursive: true });
await writeFile(unfinished, code);
await rename(unfinished, bundlePath);
