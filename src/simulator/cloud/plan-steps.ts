import { durationOr } from '../durations.js';
import type { Operation } from '../operations/operation.js';
import type { PlannedReply, StepMoment } from '../scripts/script.js';

/** Takes the steps off whose time is over. */
export function dropExpiredSteps(operation: Operation, plan: PlannedReply[]): void {
  const isFirstExpired = ([step]: readonly PlannedReply[]): boolean =>
    step?.for !== undefined && hasExpired(operation, step, step.for);
  while (isFirstExpired(plan)) plan.shift();
}

/** Counts that a step was given, if it is counted already; the last time takes it off. */
export function countStep(operation: Operation, plan: PlannedReply[], step: PlannedReply): void {
  if (step.times === 'always' || step.for !== undefined) return;
  if (findStartMs(operation, step.after ?? 'start') === undefined) return;
  const left = (step.times ?? 1) - 1;
  plan.splice(0, 1, ...(left > 0 ? [{ ...step, times: left }] : []));
}

function hasExpired(operation: Operation, { after = 'start' }: PlannedReply, lasts: string): boolean {
  const beginning = findStartMs(operation, after);
  return beginning !== undefined && Date.now() >= beginning + durationOr(lasts, 0);
}

/** Epoch milliseconds; undefined for what has not happened yet. */
function findStartMs({ startedAt, result, callbackAt }: Operation, moment: StepMoment): number | undefined {
  switch (moment) {
    case 'start':
      return startedAt;
    case 'end':
      return result?.at;
    case 'callback':
      return callbackAt;
  }
}
