import type { Snapshot } from '../domain/snapshot.js';
import { readFailure } from './answer.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { server, tellUnrecognised, worker } from './entry.js';
import type { Telling } from './entry.js';
import { getField, getList, getText } from './history.js';
import type { Fields, HistoryEvent, RunHistory } from './history.js';
import { tellAnswer } from './tell-answers.js';
import {
  tellBrokenEnd,
  tellCancelRequested,
  tellCompleted,
  tellFailedStep,
  tellParked,
  tellPaused,
  tellReset,
  tellTerminated,
} from './tell-end.js';
import { tellSignal, tellUpdateAccepted, tellUpdateAnswer } from './tell-messages.js';
import type { Message } from './tell-messages.js';
import { tellStart } from './tell-start.js';
import { childTellers } from './tell-webhooks.js';

interface Asked {
  readonly name: string;
  readonly input: unknown;
  readonly event: HistoryEvent;
}

type TellEvent = (event: HistoryEvent) => Telling | readonly Telling[] | undefined;

/** A step that waited longer than this for a worker is told. */
const LONG_WAIT_MS = 2_000;

/** Reads the events of one run in their order, and remembers what later ones refer to. */
export class RunReader {
  /** As the latest event that carries one has it. */
  latestSnapshot: Snapshot | undefined;
  private readonly asked = new Map<string, Asked>();
  private readonly updates = new Map<string, Message>();
  private stepScheduledAtMs: number | undefined;
  private readonly tellers: Readonly<Record<string, TellEvent>>;

  constructor(
    private readonly run: RunHistory,
    private readonly context: RunContext,
  ) {
    this.tellers = {
      ...this.startAndEnd(),
      ...this.activities(),
      ...this.messages(),
      ...this.steps(),
      ...childTellers,
    };
  }

  tell(event: HistoryEvent): readonly Telling[] {
    const tell = this.tellers[event.type];
    const telling = tell === undefined ? tellUnrecognised(server, event.type) : tell(event);
    if (telling === undefined) return [];
    return 'act' in telling ? [telling] : telling;
  }

  /** What had been asked for and was not answered when the history was read. */
  listOpen(): readonly { readonly telling: Telling; readonly event: HistoryEvent }[] {
    const isOver = this.run.events.at(-1)?.type.startsWith('WorkflowExecution') ?? false;
    return [...this.asked.values()]
      .filter(({ name }) => name !== 'dispatch')
      .map(({ name, event }) => ({
        event,
        telling: {
          actor: worker,
          act: `was asked for ${name}`,
          why: isOver ? 'the run ended before the answer' : 'its answer is outstanding',
        },
      }));
  }

  /** Epoch ms: what an event tells cannot have happened before. */
  earliestMs({ fields }: HistoryEvent): number {
    const scheduled = getText(fields, 'scheduledEventId');
    const asked = scheduled === undefined ? undefined : this.times.get(scheduled);
    return asked ?? Date.parse(this.run.events[0]?.at ?? '') - CLOCK_DIFFERENCE_MS;
  }

  private readonly times = new Map<string, number>();

  private startAndEnd(): Record<string, TellEvent> {
    const broken: TellEvent = ({ type, fields }) => tellBrokenEnd(type, fields);
    return {
      WorkflowExecutionStarted: ({ fields }) => tellStart(this.run.workflowType, fields),
      WorkflowExecutionCompleted: ({ fields }) => {
        const result = getField(fields, 'result', 0);
        this.rememberSnapshot(result);
        return tellCompleted(this.run.workflowType, result);
      },
      WorkflowExecutionTerminated: ({ fields }) => tellTerminated(fields),
      WorkflowExecutionFailed: broken,
      WorkflowExecutionTimedOut: broken,
      WorkflowExecutionCanceled: broken,
      WorkflowExecutionContinuedAsNew: broken,
      WorkflowExecutionCancelRequested: ({ fields }) => tellCancelRequested(fields),
      WorkflowExecutionPaused: ({ fields }) => tellPaused('paused the run', fields),
      WorkflowExecutionUnpaused: ({ fields }) => tellPaused('let the run go on', fields),
      WorkflowExecutionOptionsUpdated: ({ fields }) => tellPaused('changed the run’s options', fields),
      WorkflowPropertiesModified: ({ fields }) => tellParked(fields, this.run.workflowType),
      // The log of states tells the same with its times.
      UpsertWorkflowSearchAttributes: () => undefined,
    };
  }

  private activities(): Record<string, TellEvent> {
    return {
      ActivityTaskScheduled: (event) => this.tellAsked(event),
      ActivityTaskStarted: () => undefined,
      ActivityTaskCompleted: ({ fields }) =>
        this.tellAnswered(fields, { result: getField(fields, 'result', 0) }),
      ActivityTaskFailed: ({ fields }) => this.tellAnswered(fields, { failure: readFailure(fields) }),
      ActivityTaskTimedOut: ({ fields }) => this.tellAnswered(fields, { failure: readFailure(fields) }),
      ActivityTaskCanceled: ({ fields }) =>
        this.tellAnswered(fields, { failure: { words: 'it was cancelled' } }),
      ActivityTaskCancelRequested: () => undefined,
      MarkerRecorded: ({ fields }) => this.tellMarker(fields),
    };
  }

  private messages(): Record<string, TellEvent> {
    return {
      WorkflowExecutionSignaled: ({ fields }) => {
        const name = getText(fields, 'signalName') ?? '';
        return tellSignal({ name, args: getList(fields, 'input') }, this.context);
      },
      WorkflowExecutionUpdateAdmitted: ({ fields }) => this.rememberUpdate(getField(fields, 'request')),
      WorkflowExecutionUpdateAccepted: ({ fields }) => this.tellUpdate(fields),
      WorkflowExecutionUpdateCompleted: ({ fields }) => this.tellUpdateCompleted(fields),
    };
  }

  private steps(): Record<string, TellEvent> {
    return {
      WorkflowTaskScheduled: ({ at }) => {
        this.stepScheduledAtMs = Date.parse(at);
        return undefined;
      },
      WorkflowTaskStarted: ({ at }) => this.tellWaitedForWorker(Date.parse(at)),
      WorkflowTaskCompleted: () => undefined,
      WorkflowTaskTimedOut: () => undefined,
      WorkflowTaskFailed: ({ fields }) =>
        getText(fields, 'newRunId') === undefined ? tellFailedStep(fields) : tellReset(fields),
      TimerStarted: () => undefined,
      TimerCanceled: () => undefined,
      TimerFired: () => {
        this.context.wokenBy = 'timer';
        return undefined;
      },
    };
  }

  private tellAsked(event: HistoryEvent): Telling | undefined {
    const { fields, id, at } = event;
    const name = getText(fields, 'activityType', 'name') ?? '';
    this.times.set(String(id), Date.parse(at));
    this.asked.set(String(id), { name, input: getField(fields, 'input', 0), event });
    if (name !== 'dispatch') return undefined;
    this.context.hasDispatched = true;
    return {
      actor: { kind: 'service', id: this.run.workflowType },
      act: 'gave the command to a worker, which hands it to Getnet',
      why: 'a command is sent once, and never a second time',
    };
  }

  private tellAnswered(fields: Fields, came: Partial<Pick<Answer, 'result' | 'failure'>>) {
    const scheduled = String(getField(fields, 'scheduledEventId') ?? '');
    const { name = '', input } = this.asked.get(scheduled) ?? {};
    this.asked.delete(scheduled);
    return tellAnswer({ name, input, result: came.result, failure: came.failure }, this.context);
  }

  private tellMarker(fields: Fields): readonly Telling[] {
    // The other markers are the SDK's own, such as the patches of a workflow's code.
    if (getText(fields, 'markerName') !== 'core_local_activity') return [];
    const name = getText(fields, 'details', 'data', 0, 'activity_type') ?? '';
    const failure = getField(fields, 'failure') === undefined ? undefined : readFailure(fields);
    const result = getField(fields, 'details', 'result', 0);
    return tellAnswer({ name, input: undefined, result, failure }, this.context);
  }

  private rememberUpdate(request: unknown): undefined {
    const id = getText(request, 'meta', 'updateId') ?? '';
    const name = getText(request, 'input', 'name') ?? '';
    this.updates.set(id, { name, args: getList(request, 'input', 'args') });
  }

  private tellUpdate(fields: Fields): Telling | undefined {
    const request = getField(fields, 'acceptedRequest');
    if (request !== undefined) this.rememberUpdate(request);
    const message = this.updates.get(getText(fields, 'protocolInstanceId') ?? '');
    if (message === undefined) return undefined;
    if (message.name === 'triedAgain') this.context.hasDispatched = false;
    return tellUpdateAccepted(message);
  }

  private tellUpdateCompleted(fields: Fields): Telling | undefined {
    const message = this.updates.get(getText(fields, 'meta', 'updateId') ?? '');
    if (message === undefined) return undefined;
    const result = getField(fields, 'outcome', 'success', 0);
    this.rememberSnapshot(result);
    const refusal = getText(fields, 'outcome', 'failure', 'message');
    return tellUpdateAnswer({ message, result, refusal });
  }

  private tellWaitedForWorker(atMs: number): Telling | undefined {
    const waitedMs = atMs - (this.stepScheduledAtMs ?? atMs);
    if (waitedMs < LONG_WAIT_MS) return undefined;
    return {
      actor: server,
      act: `waited ${(waitedMs / 1_000).toFixed(1)} s for a worker to take the next step`,
      why: 'no worker ran, or all were busy',
    };
  }

  private rememberSnapshot(value: unknown): void {
    if (Array.isArray(getField(value, 'states'))) this.latestSnapshot = value as Snapshot;
  }
}

/** A request is accepted by the API's clock, a moment before the server writes it. */
const CLOCK_DIFFERENCE_MS = 60_000;
