import { expect } from '@jest/globals';
import type { FaultCase } from '../fault-case.js';
import { provenByQuery, executedOnce } from './expectations.js';

/** What becomes of the callback. */
export const callbacks: readonly FaultCase[] = [
  {
    title: 'callback lost: the status query finds the approval',
    script: { callback: { lost: true } },
    ends: 'approved',
    shows: provenByQuery,
  },
  {
    title: 'callback lost: the status query finds the decline',
    script: { callback: { lost: true }, customer: { action: 'decline' } },
    ends: 'declined',
  },
  { title: 'callback doubled: approved once', script: { callback: { times: 3 } }, ends: 'approved' },
  { title: 'callback late: approved by the ladder', script: { callback: { delay: '3s' } }, ends: 'approved' },
  {
    title: 'callback lies about a decline: approved as the query says',
    script: { callback: { lie: { outcome: 'declined' } } },
    ends: 'approved',
  },
  {
    title: 'callback lies about an approval: declined as the query says',
    script: { customer: { action: 'decline' }, callback: { lie: { outcome: 'approved' } } },
    ends: 'declined',
  },
  {
    title: 'callback lies while the payment still runs: nothing is believed before the query says so',
    script: {
      customer: { action: 'decline', after: '700ms' },
      answer: { delay: '10ms' },
      callback: { lie: { outcome: 'approved', amount: 1 }, times: 2 },
    },
    ends: 'declined',
  },
  {
    title: 'callback is no JSON: approved by the ladder',
    script: { callback: { body: '<html>' } },
    ends: 'approved',
  },
  {
    title: 'callback names another number: approved about our own',
    script: { callback: { lie: { idPosTxs: 12_345 } } },
    ends: 'approved',
  },
];

const longStatus = [
  'in_process',
  'not_found',
  'html',
  'http_401',
  'http_403',
  'http_500',
  'http_503',
  'unauthorized',
  'truncated',
  'cut',
  'oversized',
  'empty',
  'reset',
  'timeout_5m',
  'busy_15s',
  'hang',
];
/** What the status query says before the truth. */
export const queries: readonly FaultCase[] = [
  ...longStatus.map((reply): FaultCase => ({
    title: `status query says ${reply} a few times: asked again, approved`,
    script: { status: [{ reply, times: reply === 'hang' ? 1 : 3 }] },
    ends: 'approved',
    ledger: executedOnce,
  })),
  ...['wrong_id', 'wrong_custom_id', 'other_function_code', 'no_response_code'].flatMap(
    (reply): readonly FaultCase[] => [
      {
        title: `status query with ${reply} for ever: no proof, a person is asked`,
        // The terminal itself is asked as well, where the cloud says nothing at all.
        script: {
          status: [{ reply, times: 'always' }],
          deviceStatus: [{ reply: 'in_process', times: 'always' }],
        },
        ends: 'needs_attention',
        ledger: executedOnce,
      },
      {
        title: `status query with ${reply} once, then the truth: approved`,
        script: { status: [{ reply }] },
        ends: 'approved',
      },
    ],
  ),
  {
    title: 'decline told as approved with HTTP 500: declined',
    script: { customer: { action: 'decline' }, status: [{ reply: 'approved_http_500', times: 3 }] },
    ends: 'declined',
  },
  {
    title: 'every answer names us and another amount: approved, with a warning',
    script: { customer: { says: { amount: 1 } } },
    ends: 'approved',
    shows: { outcome: { moneyMoved: 'yes', warning: expect.stringContaining('CLP 1 ') } },
    ledger: executedOnce,
  },
  {
    title: 'in process for ever, says the cloud: the terminal itself knows',
    script: { status: [{ reply: 'in_process', times: 'always' }], callback: { lost: true } },
    ends: 'approved',
    shows: { outcome: { moneyMoved: 'yes', evidence: 'device_query' } },
  },
  {
    title: 'in process for ever, where the terminal cannot be asked: a person is',
    country: 'AR',
    script: { status: [{ reply: 'in_process', times: 'always' }], callback: { lost: true } },
    ends: 'needs_attention',
  },
  {
    title: 'not found for ever, where the terminal cannot be asked: a person is',
    country: 'AR',
    script: { status: [{ reply: 'not_found', times: 'always' }], callback: { lost: true } },
    ends: 'needs_attention',
  },
  {
    title: 'approved without authorisation code at first: asked again, approved with it',
    script: { status: [{ reply: 'empty_authorization_code', times: 2 }] },
    ends: 'approved',
    shows: { authorizationCode: expect.stringMatching(/^\S+$/), outcome: { moneyMoved: 'yes' } },
  },
  {
    title: 'approved without authorisation code to the end: approved after the lifecycle, with a warning',
    script: { customer: { says: { authorizationCode: null } } },
    ends: 'approved',
    shows: { authorizationCode: null, outcome: { moneyMoved: 'yes', warning: expect.any(String) } },
  },
];
