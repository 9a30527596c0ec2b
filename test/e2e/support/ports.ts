import { randomInt } from 'node:crypto';
import { isPortInUse } from '../../../src/dev/processes/ports.js';

/**
 * @returns a port that nothing listens on, from below the range that systems give to outgoing connections: a server that is
 * killed in a story finds its port free when it comes back.
 */
export async function findUnusedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    if (!(await isPortInUse(port))) return port;
  }
}

/** @returns that many different quiet ports. */
export async function findUnusedPorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await findUnusedPort());
  return [...ports];
}
