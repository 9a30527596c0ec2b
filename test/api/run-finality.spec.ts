import { describe, expect, it } from '@jest/globals';
import { defaultDataConverter } from '@temporalio/common';
import { toPayloads, defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
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
const answered = (status: string, acceptedEventId = 0) => ({
  workflowExecutionUpdateCompletedEventAttributes: {
    acceptedEventId,
    outcome: { success: { payloads: toPayloads(defaultPayloadConverter, { status }) ?? [] } },
  },
});
const number = (events: readonly object[]): Events =>
  events.map((event, place) =>
    proto.temporal.api.history.v1.HistoryEvent.fromObject({ ...event, eventId: place + 1 }),
  );
const dispatched = [started, ...task, updateAccepted, marker, ...handedOut, activityCompleted, ...task];

describe('whether a run that is open may be final already', () => {
  it.each<readonly [string, readonly object[], boolean]>([
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
      'a question came with Getnet’s answer, and was answered before the run took that: yes',
      [...dispatched, updateAccepted, answered('dispatching', dispatched.length + 1)],
      true,
    ],
    [
      'the answer to its start came with Getnet’s: no',
      [...dispatched, answered('in_progress', dispatched.indexOf(updateAccepted) + 1)],
      false,
    ],
    [
      'an update failed: yes',
      [...dispatched, { workflowExecutionUpdateCompletedEventAttributes: { outcome: { failure: {} } } }],
      true,
    ],
  ])('%s', async (_, events, expected) => {
    const whole = new RunFinality({ ...defaultDataConverter, payloadConverter: defaultPayloadConverter });
    await whole.read(number(events));
    expect(whole.isPossible).toBe(expected);
    const inPieces = new RunFinality({ ...defaultDataConverter, payloadConverter: defaultPayloadConverter });
    for (const event of number(events)) await inPieces.read([event]);
    expect(inPieces.isPossible).toBe(expected);
  });
});
