import {
  CancellationScope,
  TemporalFailure,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { beginNewTask } from './answer-in-new-task.js';
import { announceQuarantined, announceReleased } from './announce-quarantine.js';
import { Announcer } from './announcer.js';
import { promptQuarantineProxy } from './activity-proxies.js';
import { quarantineEndedUpdate } from './terminal-quarantine.messages.js';
import type { QuarantineEnd, QuarantineInput, QuarantineResult } from './terminal-quarantine.messages.js';

/** The closing is signalled again and again, so a queue that somebody ended by hand is started again. */
const CLOSE_AGAIN_MS = 300_000;
const CLOSE_SOON_MS = 5_000;

/** Whether the quarantine is over, and by what. */
interface Ending {
  end?: QuarantineEnd;
  /** Whoever asked for the end is answered. */
  isOver: boolean;
}

/**
 * A terminal that takes no new payment, because several outcomes in a row are unknown. It runs exactly while that holds: a payment
 * is refused because this runs, and by nothing else. The terminal's queue only has newcomers look. It ends by a poll that the
 * terminal completed, or by an operator, and by no proof that comes in late.
 */
export async function terminalQuarantine(input: QuarantineInput): Promise<QuarantineResult> {
  const ending: Ending = { isOver: false };
  const announcer = new Announcer();
  setHandler(
    quarantineEndedUpdate,
    (given) => CancellationScope.nonCancellable(() => recordEnd(ending, given)),
    { description: 'A poll was completed, or an operator releases the terminal: it takes payments again' },
  );
  return CancellationScope.nonCancellable(async () => {
    const end = await keepClosed(input, { ending, announcer });
    if (end === undefined) return continueAsNew(input);
    await openToPayments(input);
    await announceReleased(announcer, input, end);
    await beginNewTask();
    // The answers and the end are one task: whoever hears of the end may send a payment at once.
    ending.isOver = true;
    await condition(allHandlersFinished);
    return { version: 1, end };
  });
}

/** Whoever is first decides. */
async function recordEnd(ending: Ending, given: QuarantineEnd): Promise<QuarantineResult> {
  ending.end ??= given;
  const { end } = ending;
  await condition(() => ending.isOver);
  return { version: 1, end };
}

/** @returns undefined where the history has become long. */
async function keepClosed(
  input: QuarantineInput,
  { ending, announcer }: { readonly ending: Ending; readonly announcer: Announcer },
): Promise<QuarantineEnd | undefined> {
  let isTold = input.isTold === true;
  while (ending.end === undefined) {
    if (workflowInfo().continueAsNewSuggested) return undefined;
    const isClosed = await closeToPayments(input);
    if (!isTold) await announceQuarantined(announcer, input);
    isTold = true;
    const summary = 'until the queue is closed to payments again';
    await condition(() => ending.end !== undefined, isClosed ? CLOSE_AGAIN_MS : CLOSE_SOON_MS, { summary });
  }
  return ending.end;
}

function continueAsNew(input: QuarantineInput): Promise<never> {
  return makeContinueAsNewFunc<typeof terminalQuarantine>()({ ...input, isTold: true });
}

async function closeToPayments({ device, unknown }: QuarantineInput): Promise<boolean> {
  try {
    await promptQuarantineProxy.closeToPayments({ device, unknown });
    return true;
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return false;
  }
}

/** A queue that does not hear of it lets payments pass all the same, after a look, and ends by itself. */
async function openToPayments({ device }: QuarantineInput): Promise<void> {
  try {
    await promptQuarantineProxy.openToPayments(device);
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
  }
}
