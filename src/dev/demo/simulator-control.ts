import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const truthSchema = z.object({
  received: z.number(),
  executed: z.number(),
  state: z.enum(['none', 'running', 'approved', 'declined']),
  charges: z.number(),
  refunds: z.number(),
  net: z.number(),
  amount: z.number().nullable(),
});
const ledgerSchema = z.object({
  requests: z.array(z.object({ executed: z.boolean().optional() })),
  callbacks: z.array(z.object({ status: z.number().optional() })),
  alarms: z.array(z.object({ text: z.string() })),
});

/** What the simulator says really happened, whatever anybody was told. */
export type Truth = z.infer<typeof truthSchema>;
export type Ledger = z.infer<typeof ledgerSchema>;

/** The simulator's control plane: what it shall do, and what it saw. */
export interface SimulatorControl {
  /** The next sale on this device: Getnet never calls back about it. */
  loseCallback(serialNumber: string): Promise<void>;
  truth(customId: string): Promise<Truth>;
  /** Whether our API took a callback about it; waits a little for the simulator to note that. */
  sawCallback(customId: string): Promise<boolean>;
  /** Everything that happened. */
  ledger(): Promise<Ledger>;
}

/** How many commands the simulator received, refused and lost ones included. */
export function countCommands({ requests }: Ledger): number {
  return requests.filter(({ executed }) => executed !== undefined).length;
}

export function connectSimulator(address: string): SimulatorControl {
  const call = createCaller(`${address}/_sim`);
  return {
    loseCallback: async (serialNumber) => {
      await call('scripts', { match: { serialNumber }, times: 1, script: { callback: { lost: true } } });
    },
    truth: async (customId) => truthSchema.parse(await call(`truth/${customId}`)),
    sawCallback: async (customId) => {
      const deadline = Date.now() + 1_000;
      while (Date.now() < deadline) {
        const { callbacks } = ledgerSchema.parse(await call(`ledger?customId=${customId}`));
        if (callbacks.some(({ status }) => status === 200)) return true;
        await pause(50);
      }
      return false;
    },
    ledger: async () => ledgerSchema.parse(await call('ledger')),
  };
}

function createCaller(address: string): (path: string, script?: unknown) => Promise<unknown> {
  return async (path, script) => {
    const post = {
      method: 'POST',
      body: JSON.stringify(script),
      headers: { 'content-type': 'application/json' },
    };
    const init = { ...(script === undefined ? {} : post), signal: AbortSignal.timeout(10_000) };
    const response = await fetch(`${address}/${path}`, init);
    if (response.ok) return response.json();
    throw new Error(`The simulator answered ${response.status} to ${path}: ${await response.text()}`);
  };
}
