import { stat } from 'node:fs/promises';
import { printTimeline } from '../timeline/print-timeline.js';
import { redactTimeline, buildTimeline } from '../timeline/timeline.js';
import { createRedactor } from '../config/redaction/redaction.js';
import { explainFile } from './explain/from-file.js';
import { explainLive } from './explain/from-server.js';
import { runMain } from './run-main.js';

const usage = 'Usage: npm run explain -- <transaction id, workflow id or history file>';

/** Prints the timeline of a transaction: from a server, or from a history in a file. */
await runMain(async () => {
  const [what, ...others] = process.argv.slice(2);
  if (what === undefined || others.length > 0) throw new Error(usage);
  const isFile = await stat(what).then(
    (found) => found.isFile(),
    () => false,
  );
  const { histories, title, notes } = isFile ? await explainFile(what) : await explainLive(what, usage);
  const redactor = createRedactor();
  const entries = redactTimeline(buildTimeline(histories), (text) => redactor.redactText(text));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  console.log(
    [title, `Times are local (${zone}); each day is headed with their offset.`, ...notes].join('\n'),
  );
  console.log(`\n${printTimeline(entries, (at) => -at.getTimezoneOffset())}`);
  return 0;
});
