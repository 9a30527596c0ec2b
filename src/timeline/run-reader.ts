import type { Snapshot } from '../domain/snapshot.js';
import { readFailure } from './answer.js';
import type { Answer } from './answer.js';
import type { RunContext } from './context.js';
import { server, explainUnrecognised, worker } from './entry.js';
import type { EventExplanation } from './entry.js';
import { getField, getList, getText } from './history.js';
import type { Fields, HistoryEvent, RunHistory } from './history.js';
import { explainAnswer } from './explain-answers.js';
import { explainHandOut } from './explain-dispatch.js';
import {
  explainBrokenEnd,
  explainCancelRequested,
  explainCompleted,
  explainFailedStep,
  explainParked,
  explainPaused,
  explainReset,
  explainTerminated,
} from './explain-end.js';
import { explainSignal, explainUpdateAccepted, explainUpdateAnswer } from './explain-messages.js';
import type { Message } from './explain-messages.js';
import { explainStart } from './explain-start.js';
import { childExplainers } from './explain-webhooks.js';

interface Asked {
  readonly name: string;
  readonly input: unknown;
  readonly event: HistoryEvent;
}

type ExplainEvent = (event: HistoryEvent) => EventExplanation | readonly EventExplanation[] | undefined;

/** A step that waited longer than this for a worker is told. */
const LONG_WAIT_MS = 2_000;

/** Reads the events of one run in their order, and remembers what later ones refer to. */
export class RunReader {
  /** As the latest event that carries one has it. */
  latestSnapshot: Snapshot | undefined;
  private readonly asked = new Map<string, Asked>();
  private readonly updates = new Map<string, Message>();
  private stepScheduledAtMs: number | undefined;
  private readonly explainers: Readonly<Record<string, ExplainEvent>>;

  constructor(
    private readonly run: RunHistory,
    private readonly context: RunContext,
  ) {
    this.explainers = {
      ...this.startAndEnd(),
      ...this.explainActivities(),
      ...this.explainMessages(),
      ...this.explainSteps(),
      ...childExplainers,
    };
  }

  explain(event: HistoryEvent): readonly EventExplanation[] {
    const explain = this.explainers[event.type];
    const explanation = explain === undefined ? explainUnrecognised(server, event.type) : explain(event);
    if (explanation === undefined) return [];
    return 'act' in explanation ? [explanation] : explanation;
  }

  /** What had been asked for and was not answered when the history was read. */
  listOpen(): readonly { readonly explanation: EventExplanation; readonly event: HistoryEvent }[] {
    const isOver = this.run.events.at(-1)?.type.startsWith('WorkflowExecution') ?? false;
    return [...this.asked.values()]
      .filter(({ name }) => name !== 'dispatch')
      .map(({ name, event }) => ({
        event,
        explanation: {
          actor: worker,
          act: `was asked for ${name}`,
          why: isOver ? 'the run ended before the answer' : 'its answer is outstanding',
        },
      }));
  }

  /** What an event tells cannot have happened before. */
  earliestMs({ fields }: HistoryEvent): number {
    const scheduled = getText(fields, 'scheduledEventId');
    const asked = scheduled === undefined ? undefined : this.times.get(scheduled);
    return asked ?? Date.parse(this.run.events[0]?.at ?? '') - CLOCK_DIFFERENCE_MS;
  }

  private readonly times = new Map<string, number>();

  private startAndEnd(): Record<string, ExplainEvent> {
    const broken: ExplainEvent = ({ type, fields }) => explainBrokenEnd(type, fields);
    return {
      WorkflowExecutionStarted: ({ fields }) => explainStart(this.run.workflowType, fields),
      WorkflowExecutionCompleted: ({ fields }) => {
        const result = getField(fields, 'result', 0);
        this.rememberSnapshot(result);
        return explainCompleted(this.run.workflowType, result);
      },
      WorkflowExecutionTerminated: ({ fields }) => explainTerminated(fields),
      WorkflowExecutionFailed: broken,
      WorkflowExecutionTimedOut: broken,
      WorkflowExecutionCanceled: broken,
      WorkflowExecutionContinuedAsNew: broken,
      WorkflowExecutionCancelRequested: ({ fields }) => explainCancelRequested(fields),
      WorkflowExecutionPaused: ({ fields }) => explainPaused('paused the run', fields),
      WorkflowExecutionUnpaused: ({ fields }) => explainPaused('let the run go on', fields),
      WorkflowExecutionOptionsUpdated: ({ fields }) => explainPaused('changed the run’s options', fields),
      WorkflowPropertiesModified: ({ fields }) => explainParked(fields, this.run.workflowType),
      // The log of states tells the same with its times.
      UpsertWorkflowSearchAttributes: () => undefined,
    };
  }

  private explainActivities(): Record<string, ExplainEvent> {
    return {
      ActivityTaskScheduled: (event) => this.explainAsked(event),
      ActivityTaskStarted: () => undefined,
      ActivityTaskCompleted: ({ fields }) =>
        this.explainAnswered(fields, { result: getField(fields, 'result', 0) }),
      ActivityTaskFailed: ({ fields }) => this.explainAnswered(fields, { failure: readFailure(fields) }),
      ActivityTaskTimedOut: ({ fields }) => this.explainAnswered(fields, { failure: readFailure(fields) }),
      ActivityTaskCanceled: ({ fields }) =>
        this.explainAnswered(fields, { failure: { words: 'it was cancelled' } }),
      ActivityTaskCancelRequested: () => undefined,
      MarkerRecorded: ({ fields }) => this.explainMarker(fields),
    };
  }

  private explainMessages(): Record<string, ExplainEvent> {
    return {
      WorkflowExecutionSignaled: ({ fields }) => {
        const name = getText(fields, 'signalName') ?? '';
        return explainSignal({ name, args: getList(fields, 'input') }, this.context);
      },
      WorkflowExecutionUpdateAdmitted: ({ fields }) => this.rememberUpdate(getField(fields, 'request')),
      WorkflowExecutionUpdateAccepted: ({ fields }) => this.explainUpdate(fields),
      WorkflowExecutionUpdateCompleted: ({ fields }) => this.explainUpdateCompleted(fields),
    };
  }

  private explainSteps(): Record<string, ExplainEvent> {
    return {
      WorkflowTaskScheduled: ({ at }) => {
        this.stepScheduledAtMs = Date.parse(at);
        return undefined;
      },
      WorkflowTaskStarted: ({ at }) => this.explainWaitedForWorker(Date.parse(at)),
      WorkflowTaskCompleted: () => undefined,
      WorkflowTaskTimedOut: () => undefined,
      WorkflowTaskFailed: ({ fields }) =>
        getText(fields, 'newRunId') === undefined ? explainFailedStep(fields) : explainReset(fields),
      TimerStarted: () => undefined,
      TimerCanceled: () => undefined,
      TimerFired: () => {
        this.context.wokenBy = 'timer';
        return undefined;
      },
    };
  }

  private explainAsked(event: HistoryEvent): EventExplanation | undefined {
    const { fields, id, at } = event;
    const name = getText(fields, 'activityType', 'name') ?? '';
    this.times.set(String(id), Date.parse(at));
    const input = getField(fields, 'input', 0);
    this.asked.set(String(id), { name, input, event });
    return name === 'dispatch' ? explainHandOut(input, this.context) : undefined;
  }

  private explainAnswered(fields: Fields, came: Partial<Pick<Answer, 'result' | 'failure'>>) {
    const scheduled = String(getField(fields, 'scheduledEventId') ?? '');
    const { name = '', input } = this.asked.get(scheduled) ?? {};
    this.asked.delete(scheduled);
    return explainAnswer({ name, input, result: came.result, failure: came.failure }, this.context);
  }

  private explainMarker(fields: Fields): readonly EventExplanation[] {
    // The other markers are the SDK's own, such as the patches of a workflow's code.
    if (getText(fields, 'markerName') !== 'core_local_activity') return [];
    const name = getText(fields, 'details', 'data', 0, 'activity_type') ?? '';
    const failure = getField(fields, 'failure') === undefined ? undefined : readFailure(fields);
    const result = getField(fields, 'details', 'result', 0);
    return explainAnswer({ name, input: undefined, result, failure }, this.context);
  }

  private rememberUpdate(request: unknown): undefined {
    const id = getText(request, 'meta', 'updateId') ?? '';
    const name = getText(request, 'input', 'name') ?? '';
    this.updates.set(id, { name, args: getList(request, 'input', 'args') });
  }

  private explainUpdate(fields: Fields): EventExplanation | undefined {
    const request = getField(fields, 'acceptedRequest');
    if (request !== undefined) this.rememberUpdate(request);
    const message = this.updates.get(getText(fields, 'protocolInstanceId') ?? '');
    if (message === undefined) return undefined;
    if (message.name === 'triedAgain') this.context.hasDispatched = false;
    return explainUpdateAccepted(message);
  }

  private explainUpdateCompleted(fields: Fields): EventExplanation | undefined {
    const message = this.updates.get(getText(fields, 'meta', 'updateId') ?? '');
    if (message === undefined) return undefined;
    const result = getField(fields, 'outcome', 'success', 0);
    this.rememberSnapshot(result);
    const refusal = getText(fields, 'outcome', 'failure', 'message');
    return explainUpdateAnswer({ message, result, refusal });
  }

  private explainWaitedForWorker(atMs: number): EventExplanation | undefined {
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
