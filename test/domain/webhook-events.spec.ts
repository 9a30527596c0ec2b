import { describe, expect, it } from '@jest/globals';
import { statuses } from '../../src/domain/status.js';
import {
  findStatusEvent,
  isEventPattern,
  WEBHOOK_TEST_TYPE,
  wantsEvent,
  webhookEventTypes,
} from '../../src/domain/webhook-events.js';

describe('what webhooks tell of', () => {
  it('a transaction ends, or needs somebody: its status is told; on the way it is not', () => {
    const quiet = statuses.filter((status) => findStatusEvent(status) === undefined);
    expect(quiet).toEqual(['queued', 'dispatching', 'in_progress', 'cancel_requested', 'verifying']);
    for (const status of statuses.filter((one) => !quiet.includes(one)))
      expect(findStatusEvent(status)).toBe(`transaction.${status}`);
  });
});

describe('the patterns of an endpoint', () => {
  it.each([
    ['transaction.approved', ['transaction.approved']],
    ['terminal.*', ['terminal.quarantined', 'terminal.released']],
    ['reconciliation.*', ['reconciliation.different']],
    ['transaction.*', webhookEventTypes.filter((type) => /^transaction\./.test(type))],
    ['*', webhookEventTypes],
  ])('it takes %s: these types, and no other', (pattern, taken) => {
    expect(isEventPattern(pattern)).toBe(true);
    expect(webhookEventTypes.filter((type) => wantsEvent([pattern], type))).toEqual(taken);
  });

  it.each([
    '',
    'transaction',
    'transaction.',
    'transaction.appro*',
    't*',
    'transaction.**',
    'shop.transaction.*',
    '*.approved',
    'payment.*',
    'transaction.queued',
    WEBHOOK_TEST_TYPE,
  ])('“%s” in the merchants file names nothing: a slip of the pen is refused', (pattern) => {
    expect(isEventPattern(pattern)).toBe(false);
    expect(webhookEventTypes.filter((type) => wantsEvent([pattern], type))).toEqual([]);
  });

  it('it has several patterns: it takes what any of them names', () => {
    const patterns = ['terminal.*', 'transaction.declined'];
    expect(wantsEvent(patterns, 'transaction.declined')).toBe(true);
    expect(wantsEvent(patterns, 'terminal.released')).toBe(true);
    expect(wantsEvent(patterns, 'transaction.approved')).toBe(false);
  });

  it('a test is sent: every endpoint takes it, whatever it asks for', () => {
    expect(wantsEvent([], WEBHOOK_TEST_TYPE)).toBe(true);
    expect(wantsEvent(['terminal.*'], WEBHOOK_TEST_TYPE)).toBe(true);
    expect(wantsEvent([], 'transaction.approved')).toBe(false);
  });
});
