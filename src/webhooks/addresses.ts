import { BlockList, isIP } from 'node:net';
import type { FindAddresses } from './names.js';

const networks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  // These carry an IPv4 address that the network behind them would reach.
  ['::ffff:0:0:0', 96, 'ipv6'],
  ['64:ff9b::', 32, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 9, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const notPublic = new BlockList();
for (const [network, prefix, family] of networks) notPublic.addSubnet(network, prefix, family);

/** Whether an address belongs to this machine, a private or a link-local network. An IPv4 address in an IPv6 one counts too. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(plain);
  return family === 0 || notPublic.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** No connection is made: the name has no public address now. */
export class PrivateAddress extends Error {
  readonly code = 'PRIVATE_ADDRESS';
}

/** @throws PrivateAddress for a host that is written as a private address, or means this machine: no name is looked up then. */
export function requirePublicHost({ hostname }: URL): void {
  const plain = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isThisMachine = plain === 'localhost' || plain.endsWith('.localhost');
  if (isThisMachine || (isIP(plain) !== 0 && isPrivateAddress(plain))) throw new PrivateAddress(plain);
}

/**
 * Looks up a name and hands out its public addresses alone. The connection is made to what is handed out, so that a name whose
 * address changes between check and connection gains nothing.
 */
export function findPublicOnly(find: FindAddresses): FindAddresses {
  return async (name) => {
    const open = (await find(name)).filter(({ address }) => !isPrivateAddress(address));
    if (open.length === 0) throw new PrivateAddress(name);
    return open;
  };
}
