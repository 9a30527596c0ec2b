import { afterEach, describe, expect, it } from '@jest/globals';
import { ChaosProcess } from '../../chaos/world/process.js';
import { startChild } from '../../src/dev/processes/child.js';
import { eventually } from '../e2e/support/eventually.js';

/** A process that does nothing; `ready` once it has started. */
function sleeper(seconds: string) {
  return new ChaosProcess('sleeper', '/dev/null', async () => {
    const child = await startChild({ name: 'sleeper', command: 'sleep', args: [seconds] });
    return { child, ready: Promise.resolve() };
  });
}

describe('a process under a supervisor', () => {
  let process_: ChaosProcess;
  afterEach(() => process_.stop());

  it('it is killed and started at the same moment, ten times: it runs, and no accident is counted', async () => {
    process_ = sleeper('60');
    await process_.revive();
    for (let round = 0; round < 10; round += 1) {
      const killed = process_.kill();
      await process_.revive();
      await killed;
    }
    await eventually('a new life', () => process_.pid);
    expect(process_.accidents).toEqual([]);
  });

  it('it is paused and started: the same process goes on', async () => {
    process_ = sleeper('60');
    await process_.revive();
    const { pid } = process_;
    process_.pause();
    await process_.revive();
    expect(process_.pid).toBe(pid);
  });

  it('it exits by itself: it is started again, and an accident is counted', async () => {
    process_ = sleeper('0.2');
    await process_.revive();
    await eventually('two accidents', () => (process_.accidents.length > 1 ? true : undefined));
    expect(process_.accidents[0]).toContain('ended with code 0');
  });
});
