import { createHash, randomBytes } from 'node:crypto';

export type Country = 'CL' | 'AR';
export type Mode = 'async' | 'sync';

/** A terminal on a shop's counter. */
export interface TestTerminal {
  readonly id: string;
  readonly idTerminal: string;
  readonly idSucursal: string;
  readonly serialNumber: string;
  readonly mode: Mode;
}

/** A merchant of the world: its API key, its login at Getnet, its terminals. All secrets are of this world only. */
export interface Shop {
  readonly id: string;
  readonly country: Country;
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly counters: readonly TestTerminal[];
}

const strangers = 6;

/** How many shops a world has. */
export interface ShopsOptions {
  /** Makes terminals unique, so that leases and transactions of several worlds on one Temporal server do not meet. */
  readonly mark: string;
  /** Which modes the terminals are pinned to. */
  readonly modes: readonly Mode[];
  /** Terminals in each mode, of each of the two large merchants. */
  readonly counters: number;
}

/**
 * The merchants of a world: `demo-cl` and `demo-ar` with many terminals, and some with few, for stories in which something
 * happens to the merchant's login at Getnet.
 */
export function openShops(options: ShopsOptions): readonly Shop[] {
  const few = Array.from({ length: strangers }, (_, index) => index);
  return [
    shop({ id: 'demo-cl', country: 'CL', number: 1, size: options.counters }, options),
    shop({ id: 'demo-ar', country: 'AR', number: 2, size: options.counters }, options),
    ...few.map((at) => shop({ id: `lone-cl-${at}`, country: 'CL', number: 10 + at, size: 2 }, options)),
    ...few.map((at) => shop({ id: `lone-ar-${at}`, country: 'AR', number: 30 + at, size: 2 }, options)),
  ];
}

/** @param webhooks of the first merchant, as the file has them. @returns the merchants file that describes them, secrets by name. */
export function merchantsFile(shops: readonly Shop[], webhooks: readonly object[] = []): string {
  const merchants = shops.map(({ id, country, apiKey, counters }) => ({
    id,
    country,
    getnet: {
      clientId: { env: `${variable(id)}_CLIENT_ID` },
      clientSecret: { env: `${variable(id)}_CLIENT_SECRET` },
    },
    apiKeys: [{ id: 'till', sha256: sha256(apiKey), roles: ['payments', 'operator'] }],
    terminals: counters,
    ...(id === shops[0]?.id && { webhooks }),
  }));
  return JSON.stringify({ merchants });
}

/** @returns the variables that the merchants file names. */
export function listSecrets(shops: readonly Shop[]): NodeJS.ProcessEnv {
  const pairs = shops.flatMap(({ id, clientId, clientSecret }) => [
    [`${variable(id)}_CLIENT_ID`, clientId],
    [`${variable(id)}_CLIENT_SECRET`, clientSecret],
  ]);
  return Object.fromEntries(pairs) as NodeJS.ProcessEnv;
}

interface ShopSize {
  readonly id: string;
  readonly country: Country;
  readonly number: number;
  readonly size: number;
}

function shop({ id, country, number, size }: ShopSize, { mark, modes }: ShopsOptions): Shop {
  const counters = modes.flatMap((mode) =>
    Array.from({ length: size }, (_, index): TestTerminal => {
      const at = `${number}${mode === 'sync' ? 5 : 1}${String(index).padStart(3, '0')}`;
      const idTerminal = country === 'CL' ? at.padStart(8, '7') : `T${at.padStart(7, '0')}`;
      return {
        id: `${country.toLowerCase()}-${mode}-${mark}-${index}`,
        mode,
        idTerminal,
        idSucursal: country === 'CL' ? '10001' : '100001',
        serialNumber: `E2E${mark}${country}${at}`,
      };
    }),
  );
  const secret = () => randomBytes(18).toString('base64url');
  const login = { apiKey: `key-${secret()}`, clientId: `id-${id}`, clientSecret: `secret-${secret()}` };
  return { id, country, ...login, counters };
}

function variable(id: string): string {
  return id.toUpperCase().replaceAll('-', '_');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
