import { createHash } from 'node:crypto';

/** @returns the hash under which a merchants file knows a key. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @returns an entry of a merchants file: `<id>-key` is its key, `SN-<id>` its device. */
export function shopEntry(id: string, over: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    country: 'CL',
    getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { env: 'SHOP_SECRET' } },
    apiKeys: [{ id: 'till', sha256: sha256(`${id}-key`), roles: ['payments'] }],
    terminals: [terminalEntry('till-1', `SN-${id}`)],
    ...over,
  };
}

/** @returns a terminal of an entry. */
export function terminalEntry(id: string, serialNumber: string) {
  return { id, idTerminal: '70000001', idSucursal: '10001', serialNumber };
}
