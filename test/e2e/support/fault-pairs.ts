import type { Script } from '../../../src/simulator/scripts/script.js';

/** The step of a sale that a fault happens to. Two faults of one step exclude each other, but for answers to the status query. */
export type FaultStep = 'customer' | 'acknowledgement' | 'callback' | 'status query' | 'worker';

/** One thing that goes wrong with a sale. */
export interface Fault {
  readonly name: string;
  readonly step: FaultStep;
  readonly script: Script;
  /** Whether Getnet's number does not come with the acknowledgement. */
  readonly hidesNumber?: boolean;
}

const carriedOut = (reply: string) => ({ replaced: { reply, executed: true } });

const UNREAD = 'acknowledgement lost, command not read';

export const faults: readonly Fault[] = [
  { name: 'the bank refuses', step: 'customer', script: { customer: { action: 'decline' } } },
  { name: 'the customer walks away', step: 'customer', script: { customer: { action: 'walk_away' } } },
  {
    name: UNREAD,
    step: 'acknowledgement',
    script: { answer: { lost: 'before_reading' } },
    hidesNumber: true,
  },
  {
    name: 'acknowledgement lost, command read',
    step: 'acknowledgement',
    script: { answer: { lost: 'after_reading' } },
    hidesNumber: true,
  },
  {
    name: 'acknowledgement lost at the last moment',
    step: 'acknowledgement',
    script: { answer: { lost: 'instead_of_answer' } },
    hidesNumber: true,
  },
  {
    name: 'acknowledgement never comes',
    step: 'acknowledgement',
    script: { answer: { hang: 'executed' } },
    hidesNumber: true,
  },
  {
    name: 'acknowledgement is a page',
    step: 'acknowledgement',
    script: { answer: carriedOut('html') },
    hidesNumber: true,
  },
  {
    name: 'acknowledgement is a 503, carried out',
    step: 'acknowledgement',
    script: { answer: carriedOut('http_503') },
    hidesNumber: true,
  },
  {
    name: 'acknowledgement without number',
    step: 'acknowledgement',
    script: { answer: { id: 'none' } },
    hidesNumber: true,
  },
  { name: 'acknowledgement slow', step: 'acknowledgement', script: { answer: { delay: '700ms' } } },
  { name: 'callback lost', step: 'callback', script: { callback: { lost: true } } },
  { name: 'callback threefold', step: 'callback', script: { callback: { times: 3 } } },
  { name: 'callback late', step: 'callback', script: { callback: { delay: '3s' } } },
  {
    name: 'callback lies',
    step: 'callback',
    script: { callback: { lie: { outcome: 'declined', amount: 1 } } },
  },
  { name: 'callback is no JSON', step: 'callback', script: { callback: { body: '<html>' } } },
  {
    name: 'query: in process, twice',
    step: 'status query',
    script: { status: [{ reply: 'in_process', times: 2 }] },
  },
  {
    name: 'query: not found, twice',
    step: 'status query',
    script: { status: [{ reply: 'not_found', times: 2 }] },
  },
  {
    name: 'query: 500, twice',
    step: 'status query',
    script: { status: [{ reply: 'http_500', times: 2 }] },
  },
  { name: 'query: no answer', step: 'status query', script: { status: [{ reply: 'hang' }] } },
  { name: 'query: another number', step: 'status query', script: { status: [{ reply: 'wrong_id' }] } },
  { name: 'worker killed', step: 'worker', script: {}, hidesNumber: true },
];

/** One fault alone, or two. */
export type FaultPair = readonly [Fault] | readonly [Fault, Fault];

/** Every fault alone, then every two that can happen to one sale. */
export function listFaultPairs(): readonly FaultPair[] {
  const pairs = faults.flatMap((one, at) =>
    faults.slice(at + 1).flatMap((other) => (canMeet(one, other) ? [[one, other] as const] : [])),
  );
  return [...faults.map((fault) => [fault] as const), ...pairs];
}

function canMeet(one: Fault, other: Fault): boolean {
  return one.step !== other.step || one.step === 'status query';
}

/** A worker is killed while the acknowledgement is on its way. */
export function killsWorker(pair: FaultPair): boolean {
  return pair.some(({ step }) => step === 'worker');
}

/** Whether the command never reaches the terminal. */
export function isUnread(pair: FaultPair): boolean {
  return pair.some(({ name }) => name === UNREAD);
}

/** What happens to the sale. */
export function mergeScripts(pair: FaultPair): Script {
  const [one, other] = pair.map(({ script }) => script);
  const status = [...(one?.status ?? []), ...(other?.status ?? [])];
  const merged: Script = { ...one, ...other, ...(status.length > 0 && { status }) };
  return killsWorker(pair) && merged.answer === undefined
    ? { ...merged, answer: { delay: '2500ms' } }
    : merged;
}

/**
 * Nobody can find out: the command was not read, and nothing says so; or Getnet's number came neither with the acknowledgement nor
 * with a callback.
 */
export function needsPerson(pair: FaultPair): boolean {
  const hidesNumber = pair.some((fault) => fault.hidesNumber);
  const losesCallback = pair.some(({ name }) => name === 'callback lost' || name === 'callback is no JSON');
  return isUnread(pair) || (hidesNumber && losesCallback);
}
