import type { Mutant } from '../mutant.js';

/** The runs themselves, on a real server. */
export const runs: readonly Mutant[] = [
  {
    name: 'reset-run-sends-again',
    breaks: ['I2'],
    why: 'An operator resets a finished sale, and the run that repeats it charges the customer once more.',
    file: 'src/activities/reset-detection.ts',
    find: 'return activityInfo().workflowExecution?.runId !== firstRunId;',
    replace: 'return activityInfo().workflowExecution?.runId === undefined && firstRunId !== undefined;',
    caughtBy: {
      spec: 'test/workflows/sale-interference.spec.ts',
      test: 'a finished sale is reset: the second run sends nothing and has the first one’s outcome',
    },
  },
  {
    name: 'callback-believed',
    breaks: ['I6', 'I5'],
    why: 'What a callback claims becomes the outcome: anybody who knows the address may pay.',
    file: 'src/workflows/transaction-news.ts',
    find: "  state.addEvidence({ source: 'callback', says: `claims ${claims}${number}${about}` });\n",
    replace:
      "  state.addEvidence({ source: 'callback', says: `claims ${claims}${number}${about}` });\n  if (claims === 'approved') state.enter('approved');\n",
    caughtBy: {
      spec: 'test/workflows/transaction.spec.ts',
      test: 'callbacks that repeat or lie: only the status query decides',
    },
  },
  {
    name: 'refusal-believed-with-a-callback-in-hand',
    breaks: ['I5', 'I2'],
    why: 'Getnet refuses and has called back: nothing was sent, says the run, and the key charges again.',
    file: 'src/workflows/attempt.ts',
    find: 'const reason = this.dispatched && !this.hasCallback ? getNotSentReason(this.dispatched) : undefined;',
    replace: 'const reason = this.dispatched ? getNotSentReason(this.dispatched) : undefined;',
    caughtBy: {
      spec: 'test/workflows/attempts.spec.ts',
      test: 'Getnet has called back about it: it counts for nothing',
    },
  },
  {
    name: 'only-the-last-attempt-asked-about',
    breaks: ['I5', 'I4'],
    why: 'A refused attempt that ran is forgotten as soon as the next one is open: its charge is never found.',
    file: 'src/workflows/attempts.ts',
    find: '        attempt.isDoubted || (attempt === this.current && !attempt.isKnownNotCharged && !isSettled),\n    );\n    return open',
    replace:
      '        attempt === this.current && (attempt.isDoubted || (!attempt.isKnownNotCharged && !isSettled)),\n    );\n    return open',
    caughtBy: {
      spec: 'test/workflows/attempts.spec.ts',
      test: 'an earlier attempt was refused and is called back about: it, and the present one',
    },
  },
  {
    name: 'decline-of-one-number-ends-all',
    breaks: ['I5', 'I2'],
    why: 'A command has two numbers at Getnet. One is declined, and nobody asks about the other, which charged.',
    file: 'src/workflows/attempt-numbers.ts',
    find: 'return this.open.length === 0 ? this.heldDecline : undefined;',
    replace: 'return this.heldDecline;',
    caughtBy: {
      spec: 'test/workflows/number-orders.spec.ts',
      test: 'several numbers of one command, and evidence in any order: no charge is lost',
    },
  },
  {
    name: 'terminal-given-back-beside-a-live-number',
    breaks: ['I1', 'I7'],
    why: 'One number of a command charged, and its terminal is given back while it may be at work on the other.',
    file: 'src/workflows/acquire-terminal.ts',
    find: '  if (state.attempts.all.some(({ mayBeLive }) => mayBeLive)) return;\n',
    replace: '',
    caughtBy: {
      spec: 'test/workflows/two-numbers.spec.ts',
      test: 'one is approved, the other claims it too: the terminal stays taken, and the second charge is told',
    },
  },
  {
    name: 'second-charge-not-told',
    breaks: ['I5'],
    why: 'Two attempts charged, and the transaction shows one of them without a word about the other.',
    file: 'src/domain/late-charge.ts',
    find: 'return hasCharged ? withWarning(latest, warnChargedTwice(charge)) : recordLateCharge(latest, charge, at);',
    replace: 'return hasCharged ? latest : recordLateCharge(latest, charge, at);',
    caughtBy: {
      spec: 'test/domain/late-charge.spec.ts',
      test: 'a second one: the first stays the outcome, and the other is named',
    },
  },
  {
    name: 'lease-ended-by-workflow-id',
    breaks: ['I1', 'I7'],
    why: 'A late release ends whatever lease the terminal has now: the next customer’s.',
    file: 'src/activities/standing-lease.ts',
    find: '  const lease = deps.temporal.workflow.getHandle(workflowId, runId);\n',
    replace: '  const lease = deps.temporal.workflow.getHandle(runId === undefined ? runId : workflowId);\n',
    caughtBy: {
      spec: 'test/workflows/terminal-lease.spec.ts',
      test: 'late release: it does not end the next holder’s lease',
    },
  },
  {
    name: 'lease-by-the-worker-s-clock',
    breaks: ['I7'],
    why: 'The lease lasts until a moment of the worker’s own clock: one that is an hour behind blocks the terminal for an hour.',
    file: 'src/activities/leases.ts',
    find: 'startDelay: Math.min(Math.max(until - Date.now(), 1), claim.maxLengthMs),',
    replace: 'startDelay: Math.max(until - Date.now(), 1),',
    caughtBy: {
      spec: 'test/workflows/terminal-lease.spec.ts',
      test: 'the worker’s clock is an hour behind: the terminal is held no longer than by a right clock',
    },
  },
  {
    name: 'lease-shared',
    breaks: ['I1'],
    why: 'A start that finds the lease running takes that for its own.',
    file: 'src/activities/leases.ts',
    find: "workflowIdConflictPolicy: 'FAIL',",
    replace: "workflowIdConflictPolicy: 'USE_EXISTING',",
    caughtBy: {
      spec: 'test/workflows/terminal-lease.spec.ts',
      test: 'asked again after a lost worker: the same run has its own lease, another run of the same key does not',
    },
  },
  {
    name: 'barge-in',
    breaks: ['queue'],
    why: 'The terminal is free for a moment while others wait, and a newcomer takes it.',
    file: 'src/activities/leases.ts',
    find: 'return turn === undefined && !isForQuery;',
    replace: 'return turn !== undefined && !isForQuery;',
    caughtBy: {
      spec: 'test/workflows/terminal-queue.spec.ts',
      test: 'others wait, and a new sale would not wait: refused, also while the terminal is free',
    },
  },
  {
    name: 'terminal-released-on-a-person-s-word',
    breaks: ['I7', 'I1'],
    why: 'A person settles an outcome, and the run gives the terminal back although its command may be live.',
    file: 'src/workflows/acquire-terminal.ts',
    find: "if (grant.kind !== 'acquired' || state.isLeaseReleased || state.isSettledByPerson) return;",
    replace: "if (grant.kind !== 'acquired' || state.isLeaseReleased) return;",
    caughtBy: {
      spec: 'test/workflows/resolution.spec.ts',
      test: 'the number was never learned, a person says declined: it ends so, on a person’s word, and the lease is left to its bound',
    },
  },
  {
    name: 'undo-registered-after-the-deed',
    breaks: ['I10'],
    why: 'The permission for an undo is asked for while the command is on its way: two undos of a sale go out.',
    file: 'src/workflows/transaction.ts',
    find: "if (terminal.kind === 'acquired' && isSendable(state)) await requestUndoPermission(state);",
    replace: "if (terminal.kind === 'acquired' && isSendable(state)) void requestUndoPermission(state);",
    caughtBy: {
      spec: 'test/workflows/undos.spec.ts',
      test: 'the outcome of one is unknown: the next is not sent; declined: the next is',
    },
  },
  {
    name: 'undo-retried-after-a-decline',
    breaks: ['I10'],
    why: 'The service tries an undo again that the terminal declined, and may have carried out.',
    file: 'src/domain/reversal.ts',
    find: "    case 'declined':\n      return 'fail';",
    replace: "    case 'declined':\n      return 'retry';",
    caughtBy: {
      spec: 'test/workflows/undo-by-service.spec.ts',
      test: 'declined: the sale stands and needs a person; nothing more is sent',
    },
  },
  {
    name: 'overdue-run-not-told',
    breaks: ['I11'],
    why: 'No worker runs, and a transaction that is past its budget stays “in progress” for ever.',
    file: 'src/api/store/run.ts',
    find: 'if (findBudgetStartMs(run) < overdueBeforeMs) {',
    replace: 'if (findBudgetStartMs(run) < overdueBeforeMs - Date.now()) {',
    caughtBy: {
      spec: 'test/api/runs-without-worker.spec.ts',
      test: 'its budget is used up: it needs a person',
    },
  },
  {
    name: 'no-told-while-a-callback-waits',
    breaks: ['I5', 'I6'],
    why: 'No worker runs, and what was written last counts although a callback has come since.',
    file: 'src/api/store/run.ts',
    find: "if (status === 'not_sent' && parked && !hasNews)",
    replace: "if (status === 'not_sent' && parked && hasNews !== undefined)",
    caughtBy: {
      spec: 'test/api/runs-without-worker.spec.ts',
      test: 'it was not sent, and a callback waits for a worker: unknown, and its key is not told to give up',
    },
  },
];
