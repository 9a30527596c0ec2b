import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Finds the addresses of a host, the one to try first in front. Rejects where the name cannot be resolved. */
export type FindAddresses = (host: string) => Promise<readonly string[]>;

/**
 * Looks names up as the operating system does. The system has four threads for that, so everybody who waits for a name
 * shares one look-up: many queries to a slow resolver must not keep a command waiting.
 */
export function createSharedLookup(find: FindAddresses = lookUpBySystem): FindAddresses {
  const running = new Map<string, Promise<readonly string[]>>();
  return async (host) => {
    if (isIP(host) !== 0) return [host];
    const found = running.get(host) ?? find(host).finally(() => running.delete(host));
    running.set(host, found);
    return found;
  };
}

async function lookUpBySystem(host: string): Promise<readonly string[]> {
  const found = await resolve(host, { all: true, verbatim: true });
  const families = [found[0]?.family, found[0]?.family === 6 ? 4 : 6];
  const [first = [], second = []] = families.map((family) =>
    found.filter((one) => one.family === family).map(({ address }) => address),
  );
  return alternate(first, second);
}

/** One dead family of addresses delays the other by one try only (RFC 8305 §4). */
export function alternate(first: readonly string[], second: readonly string[]): readonly string[] {
  const longer = Math.max(first.length, second.length);
  return Array.from({ length: longer }, (_, index) => [first[index], second[index]])
    .flat()
    .filter((address) => address !== undefined);
}
