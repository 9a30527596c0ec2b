import Sequencer from '@jest/test-sequencer';
import { startsServices } from './seats.mjs';

/**
 * What a spec file of a folder takes in the mean. What Jest remembers is not asked: a fresh clone has no such memory, and after a run that
 * failed at once it says that every file is short.
 */
const meanSeconds = { e2e: 20, chaos: 10, ledger: 13, workflows: 16, api: 11 };
/** Much longer than their folder's mean. Begun late, each would be waited for alone in the end. */
const longSeconds = {
  'e2e/fault-pairs': 90,
  'e2e/outages': 70,
  'e2e/refusals-that-hide-charges': 50,
  'e2e/retry-crashes': 50,
  'e2e/crashes-temporal': 45,
  'e2e/silent-terminals': 45,
  'e2e/webhooks-down-for-a-day': 40,
  'workflows/terminal-queue': 60,
  'chaos/run': 45,
};

function secondsOf({ path }) {
  const [, name = '', folder = ''] = /test[\\/](([^\\/]+).*)\.spec\.ts$/.exec(path) ?? [];
  return longSeconds[name.replaceAll('\\', '/')] ?? meanSeconds[folder] ?? 1;
}

/** The long ones first, each with the share of the group's time that comes before it. */
function* spread(tests) {
  const timed = tests.map((test) => ({ test, seconds: secondsOf(test) }));
  const total = timed.reduce((sum, { seconds }) => sum + seconds, 0);
  let before = 0;
  for (const { test, seconds } of timed.toSorted((one, other) => other.seconds - one.seconds)) {
    yield { test, share: before / total };
    before += seconds;
  }
}

/**
 * Files that start whole services (`e2e`, `chaos`) need the processors, most others wait for a server. Both are spread over the run, so
 * that what runs side by side is a mixture; in each kind the long files come first, so that none is waited for alone in the end.
 */
export default class SpreadSequencer extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const services = sorted.filter(({ path }) => startsServices(path));
    const others = sorted.filter(({ path }) => !startsServices(path));
    return [...spread(services), ...spread(others)]
      .toSorted((one, other) => one.share - other.share)
      .map(({ test }) => test);
  }
}
