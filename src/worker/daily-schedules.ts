import { ScheduleAlreadyRunning } from '@temporalio/client';
import type { Client, ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { timeZones } from '../domain/local-day.js';
import {
  dailyReconciliationWorkflowId,
  dailyReconciliationWorkflow,
} from '../workflows/daily-reconciliation.messages.js';
import type { DailyReconciliationInput } from '../workflows/daily-reconciliation.messages.js';
import type { WorkerSettings } from './worker-settings.js';

/** How often a change of the merchants file, and a schedule that is gone, are looked for. */
const PAUSES = { checkMs: 5_000, againMs: 3_600_000 };
/** The terminals of a country close one after the other. */
const JITTER = '5m';
/** After a longer outage the next day does. */
const CATCH_UP = '1h';
const DEADLINE_MS = 5_000;

type Settings = Pick<WorkerSettings, 'merchants' | 'environment' | 'log'>;

/** A terminal, and when its day ends. */
export interface DailyClose {
  readonly merchant: string;
  readonly terminalId: string;
  readonly timeZone: string;
  readonly hour: number;
  readonly minute: number;
}

/** By the merchants file as it is now. */
export function listDailyCloses({ merchants }: Pick<WorkerSettings, 'merchants'>): readonly DailyClose[] {
  return merchants.listUsable().flatMap(({ id: merchant, country, policies, terminals }) => {
    const [hour, minute] = (policies.closeAt ?? '').split(':').map(Number);
    if (hour === undefined || minute === undefined) return [];
    const timeZone = timeZones[country];
    return terminals.map(({ id: terminalId }) => ({ merchant, terminalId, timeZone, hour, minute }));
  });
}

/**
 * Keeps one schedule in Temporal for each terminal of a merchant with `closeAt`, in the background: nothing waits for it. A change of the
 * merchants file is taken up; a schedule that nobody wants any more deletes itself when it is due. One that is gone, by hand or by a worker
 * with another file, is created again within the hour; one that differs is left as it is then, so that two files do not change it in turn.
 *
 * @returns a function that stops.
 */
export function keepDailySchedules(temporal: Client, settings: Settings, pauses = PAUSES): () => void {
  const taskQueue = settings.environment.TEMPORAL_TASK_QUEUE;
  const done = { key: '[]', atMs: Date.now() };
  let isBusy = false;
  const keep = async () => {
    const wanted = listDailyCloses(settings);
    const key = JSON.stringify(wanted);
    const isChanged = key !== done.key;
    const isDue = isChanged || (wanted.length > 0 && Date.now() >= done.atMs + pauses.againMs);
    if (isBusy || !isDue) return;
    isBusy = true;
    try {
      const keepOne = isChanged ? keepSchedule : createSchedule;
      for (const close of wanted) await keepOne(temporal, taskQueue, close);
      Object.assign(done, { key, atMs: Date.now() });
      settings.log.info({ terminals: wanted.length }, 'the daily reconciliations are scheduled');
    } catch (failure) {
      settings.log.warn({ failure: String(failure) }, 'the daily reconciliations could not be scheduled yet');
    } finally {
      isBusy = false;
    }
  };
  void keep();
  const timer = setInterval(() => void keep(), pauses.checkMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Creates the schedule, or changes one that is there and differs. A schedule that somebody paused stays paused. */
export async function keepSchedule(temporal: Client, taskQueue: string, close: DailyClose): Promise<void> {
  if (await createSchedule(temporal, taskQueue, close)) return;
  const { scheduleId, ...options } = buildSchedule(close, taskQueue);
  const schedule = temporal.schedule.getHandle(scheduleId);
  const found = await callInTime(temporal, () => schedule.describe());
  if (isAsWanted(found, close, taskQueue)) return;
  await callInTime(temporal, () => schedule.update(({ state }) => ({ ...options, state })));
}

/** @returns whether there was none. */
async function createSchedule(temporal: Client, taskQueue: string, close: DailyClose): Promise<boolean> {
  try {
    await callInTime(temporal, () => temporal.schedule.create(buildSchedule(close, taskQueue)));
    return true;
  } catch (failure) {
    if (!(failure instanceof ScheduleAlreadyRunning)) throw failure;
    return false;
  }
}

function callInTime<T>(temporal: Client, call: () => Promise<T>): Promise<T> {
  return temporal.withDeadline(Date.now() + DEADLINE_MS, call);
}

function buildSchedule({ timeZone, hour, minute, ...terminal }: DailyClose, taskQueue: string) {
  const { merchant, terminalId } = terminal;
  const scheduleId = dailyReconciliationWorkflowId(terminal);
  const input: DailyReconciliationInput = { version: 1, merchant, terminalId };
  return {
    scheduleId,
    spec: {
      calendars: [{ hour, minute, comment: 'the closing time of the merchant' }],
      timezone: timeZone,
      jitter: JITTER,
    },
    action: {
      type: 'startWorkflow' as const,
      workflowType: dailyReconciliationWorkflow,
      workflowId: scheduleId,
      taskQueue,
      args: [input],
    },
    policies: { overlap: 'SKIP' as const, catchupWindow: CATCH_UP },
  } satisfies ScheduleOptions;
}

function isAsWanted(
  { spec, action }: ScheduleDescription,
  { timeZone, hour, minute }: DailyClose,
  taskQueue: string,
): boolean {
  const [calendar] = spec.calendars ?? [];
  return (
    spec.timezone === timeZone &&
    calendar?.hour[0]?.start === hour &&
    calendar.minute[0]?.start === minute &&
    action.taskQueue === taskQueue
  );
}
