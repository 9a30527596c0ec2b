import { setTimeout as pause } from 'node:timers/promises';
import type { Baseline, BaselineWorkflow } from '../baseline.js';
import type { GetnetStub } from '../getnet-stub.js';
import type { Answer } from '../measure/http.js';
import type { Service } from '../service.js';

/** Who takes sales one step after the other. */
export interface Till {
  /** @returns the serial number of the terminal, and how to go on with the sale. */
  begin(): SaleInSteps;
}

export interface SaleInSteps {
  readonly serialNumber: string;
  start(): Promise<Answer>;
  waitForOutcome(id: string): Promise<Answer>;
}

/** The times of one sale. */
export interface SaleTimes {
  /** From the request until Getnet has read the command. */
  readonly toDispatchMs: number;
  /** From Getnet's callback until a request that waits for the outcome has it. */
  readonly toFinalMs: number;
}

export function createServiceTill(service: Service): Till {
  return {
    begin: () => {
      const terminal = service.nextTerminal();
      return {
        serialNumber: terminal.serialNumber,
        start: () => service.startSale(terminal),
        waitForOutcome: (id) => service.read(id, 20),
      };
    },
  };
}

export function createBaselineTill(baseline: Baseline, type: BaselineWorkflow): Till {
  return {
    begin: () => {
      const id = baseline.nextId();
      return {
        serialNumber: id,
        start: () => baseline.start(type, id),
        waitForOutcome: () => baseline.read(id),
      };
    },
  };
}

/** Until the waiting request waits, and the workflow has taken the acknowledgement. */
const SETTLE_MS = 100;

/** A sale that is started, called back about, and waited for. */
export async function timeSale(till: Till, getnet: GetnetStub): Promise<SaleTimes> {
  const sale = till.begin();
  const { command, id, toDispatchMs } = await dispatch(sale, getnet);
  const outcome = sale.waitForOutcome(id);
  await pause(SETTLE_MS);
  const calledBackAt = performance.now();
  const [answer] = await Promise.all([outcome, getnet.callBack(command)]);
  const toFinalMs = performance.now() - calledBackAt;
  requireOutcome(answer);
  return { toDispatchMs, toFinalMs };
}

/** A workflow that sends and ends. */
export async function timeDispatch(till: Till, getnet: GetnetStub): Promise<SaleTimes> {
  const { toDispatchMs } = await dispatch(till.begin(), getnet);
  return { toDispatchMs, toFinalMs: Number.NaN };
}

/** @returns the command that Getnet has read, once the start is answered too. */
export async function dispatch(sale: Pick<SaleInSteps, 'serialNumber' | 'start'>, getnet: GetnetStub) {
  const arrival = getnet.nextCommand(sale.serialNumber);
  const from = performance.now();
  const started = sale.start();
  const command = await Promise.race([arrival, started.then(throwIfRefused(arrival))]);
  const { body } = await started;
  return { command, id: (body as { id: string }).id, toDispatchMs: command.at - from };
}

function throwIfRefused<T>(otherwise: Promise<T>) {
  return (answer: Answer): Promise<T> => {
    if (answer.status < 300) return otherwise;
    throw new Error(`A start was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
}

export function requireOutcome(answer: Answer): void {
  if (!isOutcome(answer))
    throw new Error(`A sale ended with ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Ours says its status; a baseline answers when there is a result. */
export function isOutcome({ status, body }: Answer): boolean {
  const { status: state = 'approved' } = (body ?? {}) as { status?: string };
  return status < 300 && state === 'approved';
}

/** A problem by its code, a transaction by its status and why. */
export function describeAnswer({ status, body }: Answer): string {
  const {
    code,
    status: state,
    outcome,
  } = (body ?? {}) as {
    readonly code?: string;
    readonly status?: string;
    readonly outcome?: { readonly detail?: string } | null;
  };
  return [status, code ?? state, outcome?.detail].filter((part) => part !== undefined).join(' ');
}
