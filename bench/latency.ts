import { setTimeout as pause } from 'node:timers/promises';
import type { Baseline } from './baseline/baseline.js';
import { compare } from './figures.js';
import type { GetnetStub } from './getnet-stub.js';
import type { Answer } from './http.js';
import type { Service } from './service.js';

export interface Contestants {
  readonly service: Service;
  readonly baseline: Baseline;
  readonly getnet: GetnetStub;
}

export interface Rounds {
  /** The first ones are slow whoever runs: connections, compiled code, caches. They do not count. */
  readonly warmUp: number;
  readonly pairs: number;
}

/** One at a time, the three in turns of random order. */
export async function measureLatency(parts: Contestants, { warmUp, pairs }: Rounds) {
  const bare: number[] = [];
  const sales: Times[] = [];
  const plain: Times[] = [];
  const turns = [
    async () => void bare.push(await timeBare(parts)),
    async () => void sales.push(await timeSale(parts, ours(parts))),
    async () => void plain.push(await timeSale(parts, theirs(parts))),
  ];
  for (let pair = 0; pair < warmUp + pairs; pair += 1) {
    for (const turn of shuffled(turns)) await turn();
  }
  const of = (times: readonly Times[], name: keyof Times) => times.slice(warmUp).map((one) => one[name]);
  return {
    toDispatch: compare(of(sales, 'toDispatch'), bare.slice(warmUp)),
    toFinal: compare(of(sales, 'toFinal'), of(plain, 'toFinal')),
  };
}

interface Times {
  /** Milliseconds from the request until Getnet has read the command. */
  readonly toDispatch: number;
  /** Milliseconds from Getnet's callback until a request that waits for the outcome has it. */
  readonly toFinal: number;
}

interface Contestant {
  start(): Promise<Answer>;
  waitForOutcome(id: string): Promise<Answer>;
}

const ours = ({ service }: Contestants): Contestant => ({
  start: () => service.startSale(service.nextTerminal()),
  waitForOutcome: (id) => service.read(id, 20),
});

const theirs = ({ baseline }: Contestants): Contestant => ({
  start: () => baseline.startSale(),
  waitForOutcome: (id) => baseline.readSale(id),
});

/** Until the waiting request waits, and the workflow has taken the acknowledgement. */
const SETTLE_MS = 60;

async function timeBare({ baseline, getnet }: Contestants): Promise<number> {
  const arrival = getnet.nextCommand();
  const from = performance.now();
  const started = baseline.startBare();
  const { at } = await arrival;
  await started;
  await pause(SETTLE_MS);
  return at - from;
}

async function timeSale({ getnet }: Contestants, contestant: Contestant): Promise<Times> {
  const arrival = getnet.nextCommand();
  const from = performance.now();
  const started = contestant.start();
  const command = await Promise.race([arrival, started.then(refuseRefusal(arrival))]);
  const { body } = await started;
  const outcome = contestant.waitForOutcome((body as { id: string }).id);
  await pause(SETTLE_MS);
  const called = performance.now();
  const [answer] = await Promise.all([outcome, getnet.callBack(command)]);
  const finalAt = performance.now();
  requireOutcome(answer);
  return { toDispatch: command.at - from, toFinal: finalAt - called };
}

function refuseRefusal<T>(otherwise: Promise<T>) {
  return (answer: Answer): Promise<T> => {
    if (answer.status < 300) return otherwise;
    throw new Error(`A start was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
}

export function requireOutcome(answer: Answer): void {
  if (!isOutcome(answer))
    throw new Error(`A sale ended with ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Ours says its status; the baseline answers when there is a result. */
export function isOutcome({ status, body }: Answer): boolean {
  const { status: state = 'approved' } = (body ?? {}) as { status?: string };
  return status < 300 && state === 'approved';
}

function shuffled<T>(values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ value }) => value);
}
