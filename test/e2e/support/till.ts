import { randomUUID } from 'node:crypto';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { toDevice } from '../../../src/domain/terminal.js';
import type { Script } from '../../../src/simulator/scripts/script.js';
import { leaseWorkflowId } from '../../../src/workflows/terminal-lease.messages.js';
import { eventually } from './eventually.js';
import { exchange } from './http.js';
import type { Answer } from './http.js';
import { createOrder } from './sale.js';
import type { Order, Sale, SaleTerms, OrderContext } from './sale.js';
import type { SimulatorLedger } from './simulator.js';

/** A terminal of a world, and the cashier's backend in front of it. */
export interface Till {
  readonly shop: OrderContext['shop'];
  readonly counter: OrderContext['counter'];
  readonly serialNumber: string;
  /** A sale that is not sent yet: its id is known. */
  order(terms?: SaleTerms): Order;
  /** Sends a sale and waits for the answer. */
  sale(terms?: SaleTerms): Promise<Sale>;
  /** What shall happen to the next sales here. */
  script(script: Script, times?: number): Promise<void>;
  /** As the API shows it. */
  get(): Promise<Answer>;
  /** The latest lease of the device, over or not; undefined where there never was one. */
  lease(): Promise<WorkflowExecutionDescription | undefined>;
  /** Waits until no lease of the device runs. */
  isFree(within?: number): Promise<void>;
  ledger(): Promise<SimulatorLedger>;
}

/** @param keep told of each sale, for the comparison with the ledger at the end. */
export function createTill(around: OrderContext, keep: (order: Order) => void): Till {
  const { shop, counter, judge, temporal, api } = around;
  const { serialNumber } = counter;
  const leaseId = leaseWorkflowId(toDevice({ country: shop.country, serialNumber }));
  const order = (terms: SaleTerms = {}): Order => {
    const made = createOrder({ key: randomUUID(), ...terms }, around);
    keep(made);
    return made;
  };
  const lease = () => temporal.workflow.getHandle(leaseId).describe().catch(noneWhenNotFound);
  return {
    shop,
    counter,
    serialNumber,
    order,
    lease,
    sale: async (terms) => {
      const sent = order(terms);
      return { ...sent, answer: await sent.send() };
    },
    script: (script, times) => judge.script(script, { serialNumber }, times),
    get: () =>
      exchange(`${api}/v1/terminals/${counter.id}`, { headers: { authorization: `Bearer ${shop.apiKey}` } }),
    isFree: async (within) => {
      const free = async () => ((await lease())?.status.name === 'RUNNING' ? undefined : true);
      await eventually(`${counter.id} to be free`, free, within);
    },
    ledger: () => judge.ledger({ serialNumber }),
  };
}

function noneWhenNotFound(error: unknown): undefined {
  if (!(error instanceof Error) || error.name !== 'WorkflowNotFoundError') throw error;
}
