import type { Mutant } from '../mutant.js';

/** What a transaction says of itself, and how news changes that. */
export const records: readonly Mutant[] = [
  {
    name: 'final-state-left',
    breaks: ['I4'],
    why: 'A later proof is written over an outcome that callers were told already.',
    file: 'src/domain/record.ts',
    find: 'return isFinal(record.status) ? record : withProof(record, proven, at);',
    replace: 'return withProof(record, proven, at);',
    caughtBy: {
      spec: 'test/domain/evidence-orders.spec.ts',
      test: 'whatever arrives in whatever order: no approval is lost, none is invented',
    },
  },
  {
    name: 'doubt-closed-over-a-charge',
    breaks: ['I4', 'I5'],
    why: 'A callback is disproved, and the transaction becomes *not sent* even where its charge was proven meanwhile.',
    file: 'src/domain/record.ts',
    find: "  if (record.status !== 'verifying' && record.status !== 'needs_attention') return record;\n  return recordNotSent(record, why, at);",
    replace: "  return withState({ ...record, outcome: { ...record.outcome, ...why } }, 'not_sent', at);",
    caughtBy: {
      spec: 'test/domain/evidence-orders.spec.ts',
      test: 'whatever arrives in whatever order: no approval is lost, none is invented',
    },
  },
  {
    name: 'unknown-told-as-no',
    breaks: ['I5'],
    why: 'A transaction that needs a person says that no money moved: the shop charges again.',
    file: 'src/domain/status.ts',
    find: "    case 'reversed':\n      return 'no';\n    case 'dispatching':\n    case 'in_progress':\n    case 'cancel_requested':\n    case 'verifying':\n    case 'needs_attention':",
    replace:
      "    case 'reversed':\n    case 'needs_attention':\n      return 'no';\n    case 'dispatching':\n    case 'in_progress':\n    case 'cancel_requested':\n    case 'verifying':",
    caughtBy: { spec: 'test/domain/status.spec.ts', test: ': whether money moved is never guessed' },
  },
  {
    name: 'charge-lost-to-later-news',
    breaks: ['I4', 'I5'],
    why: 'A charge is proven after the end; then another number turns out to have charged nothing, and replaces it.',
    file: 'src/domain/late-merge.ts',
    find: 'return rank(latest, reported) >= rank(before, reported) ? latest : before;',
    replace: 'return latest;',
    caughtBy: {
      spec: 'test/domain/late-result.spec.ts',
      test: 'in whatever order news of two numbers come, a charge that was not reversed is never lost',
    },
  },
  {
    name: 'confirm-that-loses-its-race',
    breaks: ['I4', 'I10'],
    why: 'A confirmation that comes after the deadline still confirms: the sale stands, and is undone.',
    file: 'src/domain/confirmation.ts',
    find: "  if (record.confirmation?.state !== 'open') return record;",
    replace: '  if (record.confirmation === undefined) return record;',
    caughtBy: {
      spec: 'test/domain/evidence-orders.spec.ts',
      test: 'whatever arrives in whatever order: no approval is lost, none is invented',
    },
  },
  {
    name: 'cut-report-called-equal',
    breaks: ['reconciliation', 'I5'],
    why: 'A terminal’s report that was cut is compared as if it were whole, and the day is called equal.',
    file: 'src/domain/reconciliation.ts',
    find: 'report !== undefined && report.sales !== null && !report.cut;',
    replace: 'report !== undefined && report.sales !== null;',
    caughtBy: {
      spec: 'test/domain/reconciliation.spec.ts',
      test: 'a cut report whose lines are all equal: never equal',
    },
  },
  {
    name: 'stream-that-skips-a-state',
    breaks: ['streams'],
    why: 'A reader that comes back is told the latest state alone, and never hears of those in between.',
    file: 'src/api/events/merchant-progress.ts',
    find: "return run.sent < count ? { name: 'state', n: (run.sent += 1), view } : undefined;",
    replace: "return run.sent < count ? { name: 'state', n: (run.sent = count), view } : undefined;",
    caughtBy: {
      spec: 'test/api/merchant-progress.spec.ts',
      test: 'it has had several states since: each is sent, in order',
    },
  },
  {
    name: 'cursor-that-leaves-some-out',
    breaks: ['streams'],
    why: 'A merchant has more open transactions than a cursor names, and a reader that comes back never hears of the others.',
    file: 'src/api/events/merchant-progress.ts',
    find: 'Math.min(this.scannedMs, (firstLeftOut?.placeMs ?? Infinity) + indexLagMs)',
    replace: 'Math.min(this.scannedMs, (firstLeftOut?.placeMs ?? Infinity) * 2)',
    caughtBy: {
      spec: 'test/api/merchant-resumes.spec.ts',
      test: 'all have ended long ago: each is sent once, however often it is cut',
    },
  },
  {
    name: 'quarantine-ended-by-a-refusal',
    breaks: ['quarantine'],
    why: 'A command that never reached the terminal counts as proof that the terminal works again.',
    file: 'src/domain/quarantine.ts',
    find: "return isFinal(status) && status !== 'not_sent' && outcome.evidence !== 'operator';",
    replace: "return isFinal(status) && outcome.evidence !== 'operator';",
    caughtBy: {
      spec: 'test/domain/quarantine.spec.ts',
      test: 'a command was not sent in between: it says nothing about the terminal',
    },
  },
  {
    name: 'search-that-stops-asking',
    breaks: ['I11'],
    why: 'After the lifecycle the next question is planned a day away: nothing ends before a person looks.',
    file: 'src/domain/query-ladder.ts',
    find: '  if (ageMs < attentionAfter) return clampUp(spacingMs, elapsedMs - limit, 20 * spacingMs);\n',
    replace: '',
    caughtBy: { spec: 'test/domain/query-ladder.spec.ts', test: 'long after the lifecycle limit' },
  },
  {
    name: 'refusal-that-only-a-worker-knows',
    breaks: ['I4', 'I5'],
    why: 'A worker says not sent from a workflow task that Temporal never took. Done once more the task sends, and the shop has been told no.',
    file: 'src/workflows/written-snapshot.messages.ts',
    find: 'return isFinal(status) || accepted.attempt > 1;',
    replace: 'return accepted.attempt > 1;',
    caughtBy: {
      spec: 'test/api/worker-ahead-of-history.spec.ts',
      test: 'it says not sent, from a workflow task that Temporal never took: the money is unknown',
    },
  },
  {
    name: 'refusal-announced-before-it-is-written',
    breaks: ['I4', 'webhooks'],
    why: 'An endpoint hears of a refusal in the workflow task that decides it: if the worker dies then, the next one may send after all.',
    file: 'src/workflows/state-announcer.ts',
    find: "    if (state.status === 'not_sent')\n      await sleep(REFUSAL_WRITTEN_MS, { summary: 'let the refusal be written' });\n",
    replace: '',
    caughtBy: {
      spec: 'test/workflows/webhooks.spec.ts',
      test: 'not sent: the refusal is in the history before it is announced, because a worker that dies might still send',
    },
  },
];
