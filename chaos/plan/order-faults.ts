import type { Script } from '../../src/simulator/scripts/script.js';
import { faults, mergeScripts, needsPerson } from '../../test/e2e/support/fault-pairs.js';
import type { Fault } from '../../test/e2e/support/fault-pairs.js';
import type { Random } from './random.js';

/** What Getnet and its terminal do with one command. */
export interface CommandPlan {
  /** What happens, in words; none: all goes well. */
  readonly faults: readonly string[];
  readonly script: Script | undefined;
  /** The script alone can make it impossible to find out. */
  readonly mayNeedPerson: boolean;
  /** Getnet refuses a command that it carries out: until its callback is verified, *not sent* is all that can be known. */
  readonly isRefusedButRuns: boolean;
}

/** Sent again by the sender until it is taken: without it nobody could ever know. */
const persistentCallback = { callback: { retries: 40, retryAfter: '500ms' } } as const;
const refuseButRun = (reply: string): Script => ({
  answer: { replaced: { reply, executed: true }, callbackFirst: true },
  ...persistentCallback,
});

const OTHER_NUMBER = 'acknowledgement names another number';

/** Besides those of the fault pairs, which every two have been shown to survive alone. */
const extraFaults: readonly Fault[] = [
  { name: 'paid late, in the extra wait', step: 'customer', script: { customer: { after: '1300ms' } } },
  { name: 'cancelled at the terminal', step: 'customer', script: { customer: { action: 'cancel' } } },
  ...['keypos', 'busy_15s', 'busy_5m', 'http_401', 'http_403', 'http_429', 'token_expired', 'offline'].map(
    (refusal): Fault => ({ name: `refused: ${refusal}`, step: 'acknowledgement', script: { refusal } }),
  ),
  {
    name: 'acknowledgement cut',
    step: 'acknowledgement',
    script: { answer: { replaced: { reply: 'cut', executed: true } } },
    hidesNumber: true,
  },
  {
    name: OTHER_NUMBER,
    step: 'acknowledgement',
    script: { answer: { lie: { idPosTxs: 1 } } },
    hidesNumber: true,
  },
  {
    name: 'callback before the acknowledgement',
    step: 'callback',
    script: { answer: { callbackFirst: true } },
  },
  {
    name: 'callback names another sale',
    step: 'callback',
    script: { callback: { lie: { customId: 'tx_0' } } },
  },
  {
    name: 'notices before the callback',
    step: 'callback',
    script: { callback: { progress: { times: 3, different: true } } },
  },
  {
    name: 'query: in process, for 3 s after the callback',
    step: 'status query',
    script: { status: [{ reply: 'in_process', after: 'callback', for: '3s' }] },
  },
  {
    name: 'query: page, reset, cut',
    step: 'status query',
    script: { status: [{ reply: 'html' }, { reply: 'reset' }, { reply: 'cut' }] },
  },
  { name: 'query: 401', step: 'status query', script: { status: [{ reply: 'http_401' }] } },
  { name: 'query: 429, twice', step: 'status query', script: { status: [{ reply: 'http_429', times: 2 }] } },
  { name: 'query: refusal', step: 'status query', script: { status: [{ reply: 'keypos' }] } },
];
/** The nemesis kills workers itself. */
const plannedFaults = [...faults.filter(({ step }) => step !== 'worker'), ...extraFaults];
/** Refusals of a command that is carried out. The callback has to come before anything else: otherwise the next attempt is sent, which nobody can prevent. */
const refusalsOfExecutedCommands = ['busy_15s', 'http_403', 'keypos'] as const;

const noFaults: CommandPlan = {
  faults: [],
  script: undefined,
  mayNeedPerson: false,
  isRefusedButRuns: false,
};

/** What a command’s plan depends on. */
export interface CommandTerms {
  /** Only then is there a callback, without which nobody could know that a refused command ran. */
  readonly isAsync: boolean;
  /** Its status answers name nobody: where the acknowledgement brought no number, they prove nothing (contract §11.2). */
  readonly isNameless: boolean;
}

/** Half of the commands meet no fault of their own, a third one, the others two. */
export function drawCommandPlan(random: Random, { isAsync, isNameless }: CommandTerms): CommandPlan {
  const kind = random.weigh({ calm: 45, one: 33, two: 17, refusedButRuns: isAsync && !isNameless ? 5 : 0 });
  if (kind === 'calm') return noFaults;
  if (kind === 'refusedButRuns') {
    const reply = random.pick(refusalsOfExecutedCommands);
    const name = `refused, and carried out: ${reply}`;
    return { faults: [name], script: refuseButRun(reply), mayNeedPerson: false, isRefusedButRuns: true };
  }
  // In sync mode the answer is the proof, and so its number.
  const possible = isAsync ? plannedFaults : plannedFaults.filter(({ name }) => name !== OTHER_NUMBER);
  const first = random.pick(possible);
  if (kind === 'one') return combineFaults([first]);
  const others = possible.filter(
    ({ step, name }) => step !== first.step && name !== 'callback before the acknowledgement',
  );
  return combineFaults([first, random.pick(others)]);
}

function combineFaults(pair: readonly [Fault] | readonly [Fault, Fault]): CommandPlan {
  return {
    faults: pair.map(({ name }) => name),
    script: mergeScripts(pair),
    mayNeedPerson:
      needsPerson(pair) ||
      pair.some(acknowledgesUnknownNumber) ||
      (pair.some(hidesNumber) && pair.some(namesAnotherCommand)),
    isRefusedButRuns: false,
  };
}

const hidesNumber = ({ hidesNumber }: Fault): boolean => hidesNumber === true;
/** Getnet never knows that number: a decline of the other one does not say that it charged nothing. */
const acknowledgesUnknownNumber = ({ name }: Fault): boolean => name === OTHER_NUMBER;
/** A callback that comes, and whose number is of no use or contradicted. */
const namesAnotherCommand = ({ name }: Fault): boolean => name === 'callback names another sale';
