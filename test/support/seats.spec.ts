import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openSeats, startsServices, takeSeat } from './seats.mjs';
import { until } from './until.js';

const seatsFile = fileURLToPath(new URL('seats.mjs', import.meta.url));

describe('seats for spec files that start services', () => {
  let seats: Awaited<ReturnType<typeof openSeats>>;
  beforeEach(async () => void (seats = await openSeats(1)));
  afterEach(() => seats.close());

  it('the seat is taken: others wait until it is given back, and get it in the order in which they asked', async () => {
    const events: string[] = [];
    const leave = await takeSeat(seats.port);
    const sitBriefly = async (name: string) => {
      const leaveToo = await takeSeat(seats.port);
      events.push(`${name} sits`);
      leaveToo();
    };
    const first = sitBriefly('first');
    await until(() => seats.countWaiting() === 1);
    const second = sitBriefly('second');
    await until(() => seats.countWaiting() === 2);
    events.push('given back');
    leave();
    await Promise.all([first, second]);
    expect(events).toEqual(['given back', 'first sits', 'second sits']);
  });

  it('a process is killed: its seat goes to the next', async () => {
    const script = `import { takeSeat } from '${seatsFile}'; await takeSeat(${seats.port}); console.log('sits')`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    const next = takeSeat(seats.port);
    child.kill('SIGKILL');
    (await next)();
  });

  it('who gives out seats has ended: whoever waits hears of it', async () => {
    seats.close();
    await expect(takeSeat(seats.port)).rejects.toThrow();
  });

  it.each([
    ['/project/test/e2e/outages.spec.ts', true],
    ['C:\\test\\chaos\\run.spec.ts', true],
    ['/project/test/api/undos.spec.ts', false],
  ])('%s starts services: %s', (path, does) => expect(startsServices(path)).toBe(does));
});
