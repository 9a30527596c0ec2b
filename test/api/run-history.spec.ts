import { expect, it } from '@jest/globals';
import { isInTask } from '../../src/api/store/run-history.js';

it.each([
  ['workflowTaskScheduledEventAttributes', true],
  ['workflowTaskStartedEventAttributes', true],
  ['workflowTaskFailedEventAttributes', true],
  ['workflowTaskTimedOutEventAttributes', true],
  ['workflowTaskCompletedEventAttributes', false],
  ['activityTaskStartedEventAttributes', false],
  ['timerStartedEventAttributes', false],
] as const)('the last event of a run has %s: a workflow task is under way is %s', (attributes, expected) => {
  expect(isInTask({ [attributes]: {} })).toBe(expected);
});
