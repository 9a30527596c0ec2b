import { describe, expect, it } from '@jest/globals';
import { defaultDataConverter } from '@temporalio/common';
import { toPayloads, defaultPayloadConverter } from '@temporalio/common';
import { RunFinality } from '../../src/api/store/run-finality.js';

type Events = Parameters<RunFinality['read']>[0];

const started = { workflowExecutionStartedEventAttributes: {} };
const task = [
  { workflowTaskScheduledEventAttributes: {} },
  { workflowTaskStartedEventAttributes: {} },
  { workflowTaskCompletedEventAttributes: {} },
];
const updateAccepted = { workflowExecutionUpdateAcceptedEventAttributes: {} };
const marker = { markerRecordedEventAttributes: {} };
const handedOut = [{ activityTaskScheduledEventAttributes: {} }, { activityTaskStartedEventAttributes: {} }];
const activityCompleted = { activityTaskCompletedEventAttributes: {} };
const timerStarted = { timerStartedEventAttributes: {} };
const signaled = { workflowExecutionSignaledEventAttributes: {} };
const answered = (status: string) => ({
  workflowExecutionUpdateCompletedEventAttributes: {
    outcome: { success: { payloads: toPayloads(defaultPayloadConverter, { status }) ?? [] } },
  },
});
const dispatched = [started, ...task, updateAccepted, marker, ...handedOut, activityCompleted, ...task];

describe('whether a run that is open may be final already', () => {
  it.each<readonly [string, Events, boolean]>([
    [
      'its dispatch was acknowledged, and it waits: no',
      [...dispatched, answered('in_progress'), timerStarted],
      false,
    ],
    [
      'it is sent in sync mode, and Getnet has not answered: no',
      [started, ...task, marker, answered('dispatching')],
      false,
    ],
    ['a callback came after that: yes', [...dispatched, answered('in_progress'), signaled, ...task], true],
    [
      'Getnet answered after that: yes',
      [...dispatched, answered('dispatching'), activityCompleted, ...task],
      true,
    ],
    ['its answer was that nothing was sent: yes', [...dispatched, answered('not_sent')], true],
    ['it asked for its terminal and has not answered: yes', [started, ...task, updateAccepted, marker], true],
    [
      'its time is over: yes',
      [...dispatched, answered('in_progress'), { timerFiredEventAttributes: {} }],
      true,
    ],
    [
      'an update failed: yes',
      [...dispatched, { workflowExecutionUpdateCompletedEventAttributes: { outcome: { failure: {} } } }],
      true,
    ],
  ])('%s', async (_, events, expected) => {
    const whole = new RunFinality({ ...defaultDataConverter, payloadConverter: defaultPayloadConverter });
    await whole.read(events);
    expect(whole.isPossible).toBe(expected);
    const inPieces = new RunFinality({ ...defaultDataConverter, payloadConverter: defaultPayloadConverter });
    for (const event of events) await inPieces.read([event]);
    expect(inPieces.isPossible).toBe(expected);
  });
});
