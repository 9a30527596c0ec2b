import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

/** Finds the addresses of a name. Rejects where there are none. */
export type FindAddresses = (name: string) => Promise<readonly LookupAddress[]>;

const DNS_TRY_MS = 2_000;
const DNS_TRIES = 2;
/** All of it: one family of addresses may be answered, and the other one never. */
const DNS_MS = 5_000;

/**
 * Asks DNS servers, and not the operating system: that one has few threads for names, shared by the whole process, and a name whose
 * server is silent would hold them. Commands to Getnet need them. Hosts files and search domains do not count here.
 *
 * @param servers those of the system unless told.
 */
export function createDnsLookup({ servers, withinMs = DNS_MS }: DnsOptions = {}): FindAddresses {
  return async (name) => {
    // Of its own: it is cancelled as a whole, and servers that are slow for one name are not taken for slow by the others.
    const resolver = new Resolver({ timeout: DNS_TRY_MS, tries: DNS_TRIES });
    if (servers) resolver.setServers(servers);
    const end = setTimeout(() => resolver.cancel(), withinMs);
    const found = await Promise.allSettled([askFor(4, name, resolver), askFor(6, name, resolver)]);
    clearTimeout(end);
    return joinFound(found);
  };
}

/** What a look-up by DNS may be told. */
export interface DnsOptions {
  readonly servers?: readonly string[];
  readonly withinMs?: number;
}

async function askFor(family: 4 | 6, name: string, resolver: Resolver): Promise<readonly LookupAddress[]> {
  const addresses = await (family === 4 ? resolver.resolve4(name) : resolver.resolve6(name));
  return addresses.map((address) => ({ address, family }));
}

function joinFound(
  found: readonly PromiseSettledResult<readonly LookupAddress[]>[],
): readonly LookupAddress[] {
  const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const failure = found.find((one) => one.status === 'rejected');
  if (addresses.length === 0 && failure) throw failure.reason;
  return addresses;
}

/**
 * Looks names up as the operating system does, hosts files and search domains included. One at a time, and each name once for all who
 * wait for it: so at most one of the system's threads for names is held.
 */
export function createSystemLookup(find: FindAddresses = lookUpBySystem): FindAddresses {
  const underWay = new Map<string, Promise<readonly LookupAddress[]>>();
  let last: Promise<unknown> = Promise.resolve();
  return (name) => {
    const known = underWay.get(name);
    if (known) return known;
    const found = last.then(() => find(name)).finally(() => underWay.delete(name));
    underWay.set(name, found);
    last = found.catch(() => undefined);
    return found;
  };
}

function lookUpBySystem(name: string): Promise<readonly LookupAddress[]> {
  return lookup(name, { all: true });
}

/** As sockets look names up. */
export function toLookupFunction(find: FindAddresses): LookupFunction {
  return (name, options, callback) => {
    find(name).then(
      (found) => answer(name, { found, options }, callback),
      (failure: Error) => callback(failure, ''),
    );
  };
}

type LookupCallback = Parameters<LookupFunction>[2];

function answer(name: string, { found, options }: Answer, callback: LookupCallback): void {
  const ofFamily = found.filter(({ family }) => !options.family || family === toNumber(options.family));
  const [first] = ofFamily;
  if (first === undefined) return callback(new NoAddress(name), '');
  if (options.all) return callback(null, [...ofFamily]);
  return callback(null, first.address, first.family);
}

interface Answer {
  readonly found: readonly LookupAddress[];
  readonly options: LookupOptions;
}

function toNumber(family: NonNullable<LookupOptions['family']>): number {
  return typeof family === 'number' ? family : Number(family.slice('IPv'.length));
}

/** The name has no address of the family that is asked for. */
class NoAddress extends Error {
  readonly code = 'ENOTFOUND';
}
