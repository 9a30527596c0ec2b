import type { Mutant } from '../mutant.js';

/** Changes of the path of runs that are open when a release comes, without `patched`. */
export const replays: readonly Mutant[] = [
  {
    name: 'query-moved-to-another-kind-of-activity',
    breaks: ['I12'],
    why: 'The query after a callback becomes an ordinary activity: open runs fail on the new release.',
    file: 'src/workflows/search-for-outcome.ts',
    find: '  if (atOnce) {\n',
    replace: '  if (atOnce && attempt.accepted.attempt > 1) {\n',
    caughtBy: { spec: 'test/replay/replay.spec.ts', test: ': today’s code takes the same path' },
  },
  {
    name: 'new-step-in-old-runs',
    breaks: ['I12'],
    why: 'A timer is put before the end of an attempt, for open runs as well.',
    file: 'src/workflows/transaction.ts',
    find: '  await endQuarantineByPoll(state);',
    replace: '  await condition(() => state.isParked, 1);\n  await endQuarantineByPoll(state);',
    caughtBy: { spec: 'test/replay/replay.spec.ts', test: ': today’s code takes the same path' },
  },
  {
    name: 'answer-lost-with-its-task',
    breaks: ['I11'],
    why: 'An update is answered in the task of a local activity: where Temporal loses that task, no task of the run ever succeeds again.',
    file: 'src/workflows/transaction-handlers.ts',
    find: "if (attempt.answerTiming === 'in_new_task') await beginNewTask();",
    replace: 'if (attempt.answerTiming === undefined) await beginNewTask();',
    caughtBy: {
      spec: 'test/workflows/answer-after-lost-task.spec.ts',
      test: 'Getnet refuses the command: the caller is answered by the next task',
    },
  },
];
