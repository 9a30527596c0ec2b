import type { Script } from '../../../src/simulator/scripts/script.js';
import { exchange } from './http.js';
import type { Shop } from './shops.js';

/** What really became of a transaction, whatever anybody was told. */
export interface TrueOutcome {
  /** Commands that arrived, refused and lost ones included. */
  readonly received: number;
  /** Commands that reached the terminal. */
  readonly executed: number;
  readonly state: 'none' | 'running' | 'approved' | 'declined';
  readonly charges: number;
  /** Approved voids and returns that were executed under its own name. */
  readonly refunds: number;
  /** Of a sale, in the wire's unit: what was charged, less what was given back. */
  readonly net: number;
  readonly amount: number | null;
  readonly idPosTxs: string | null;
}

/** What happened, numbered in one order. */
export interface SimulatorLedger {
  readonly requests: readonly LedgerRequest[];
  readonly device: readonly { readonly seq: number; readonly what: string; readonly customId?: string }[];
  readonly callbacks: readonly {
    readonly seq: number;
    readonly customId?: string;
    readonly status?: number;
  }[];
  readonly alarms: readonly { readonly kind: string; readonly text: string }[];
}

/** A request that Getnet received. */
export interface LedgerRequest {
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly clientId?: string;
  readonly customId?: string;
  readonly serialNumber?: string;
  readonly mode?: string;
  readonly executed?: boolean;
  readonly answer?: { readonly status?: number; readonly summary: string };
}

/** How a callback is sent by hand. */
export interface ManualCallback {
  readonly url?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly times?: number;
  readonly lie?: object;
}

/** A command that reached a terminal. */
export interface Operation {
  readonly customId: string | null;
  readonly command: string;
  readonly mode: string;
  readonly state: 'running' | 'approved' | 'declined';
  /** What really moved, in the wire's unit; undefined while it runs. */
  readonly moved?: number;
}

/** The simulator's control plane: what it shall do, and what it saw. The judge of every story. */
export interface SimulatorClient {
  readonly baseUrl: string;
  /** Sums over all attempts of a transaction. */
  truth(transactionId: string): Promise<TrueOutcome>;
  /** Of one attempt (`customId`) or device, or of everything. */
  ledger(of?: { readonly customId?: string; readonly serialNumber?: string }): Promise<SimulatorLedger>;
  script(script: Script, match: object, times?: number): Promise<void>;
  /** Every command that reached the terminals, or one of them. */
  operations(of?: {
    readonly customId?: string;
    readonly serialNumber?: string;
  }): Promise<readonly Operation[]>;
  /** Lets go of what a script holds of an attempt. */
  release(customId: string, what?: readonly ('answer' | 'callback')[]): Promise<void>;
  /** A hand on an operation that runs: `{ action: 'approve' }`, `{ status: [] }`. */
  steer(customId: string, hand: object): Promise<void>;
  /** Sends a callback now. @returns the statuses answered. */
  callBack(customId: string, letter?: ManualCallback): Promise<readonly (number | undefined)[]>;
  /** What happens to a terminal outside the cloud: `{ offline: true }`, `{ busyFor: '3s' }`, `{ shape: 'C' }`. */
  change(serialNumber: string, change: object): Promise<void>;
  revokeTokens(clientId: string): Promise<void>;
  outage(reply: object): Promise<void>;
  endOutage(): Promise<void>;
  /** Makes the shops' logins and terminals known. */
  meet(shops: readonly Shop[]): Promise<void>;
}

/** @param url of the simulator, without a closing slash. */
export function createSimulatorClient(url: string): SimulatorClient {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await exchange(`${url}/_sim/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status >= 300) throw new Error(`The simulator answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text);
  };
  const told = async (...request: Parameters<typeof call>) => void (await call(...request));
  return {
    baseUrl: `${url}/api/postxs/`,
    truth: async (transactionId) => (await call('GET', `truth?baseId=${transactionId}`)) as TrueOutcome,
    ledger: async (of = {}) =>
      (await call('GET', `ledger?${new URLSearchParams({ ...of }).toString()}`)) as SimulatorLedger,
    script: (script, match, times = 1) => told('POST', 'scripts', { match, times, script }),
    operations: async (of = {}) => {
      const query = new URLSearchParams({ ...of }).toString();
      return ((await call('GET', `operations?${query}`)) as { items: readonly Operation[] }).items;
    },
    release: (customId, what) => told('POST', `release/${customId}`, what && { what }),
    steer: (customId, hand) => told('POST', `operations/${customId}`, hand),
    callBack: async (customId, letter = {}) => {
      const { deliveries } = (await call('POST', `callbacks/${customId}`, letter)) as {
        readonly deliveries: readonly { readonly status?: number }[];
      };
      return deliveries.map(({ status }) => status);
    },
    change: (serialNumber, change) => told('PATCH', `terminals/${serialNumber}`, change),
    revokeTokens: (clientId) => told('POST', 'tokens/revoke', { clientId }),
    outage: (reply) => told('POST', 'outage', reply),
    endOutage: () => told('DELETE', 'outage'),
    async meet(shops) {
      const meetOne = async ({ clientId, clientSecret, country, counters }: Shop) => {
        await told('POST', 'clients', { clientId, clientSecret, country });
        const terminals = counters.map(({ id: _id, mode: _mode, ...ids }) => ({ country, ...ids }));
        await Promise.all(terminals.map((terminal) => told('POST', 'terminals', terminal)));
      };
      await Promise.all(shops.map(meetOne));
    },
  };
}
