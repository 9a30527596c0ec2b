import type { Case, Evidence } from '../../../chaos/oracle/evidence.js';
import type { ReceivedAnswer } from '../../../chaos/record.js';
import type { Body } from '../../e2e/support/http.js';

export const ID = 'tx_0000000000000000001';
const SENT_AT_MS = Date.parse('2026-11-26T12:00:00.000Z');

/** The body of an answer about a sale of 5,990. */
export function shown(status: string, more: Body = {}): Body {
  const moneyMoved = { approved: 'yes', reversing: 'yes', reversal_failed: 'yes' }[status];
  const isDenied = ['declined', 'not_sent', 'queued', 'reversed', 'completed'].includes(status);
  return {
    id: ID,
    type: 'sale',
    status,
    attempt: 1,
    idPosTxs: '77',
    amount: { value: 5_990, currency: 'CLP' },
    outcome: { moneyMoved: moneyMoved ?? (isDenied ? 'no' : 'unknown') },
    ...more,
  };
}

/** An answer; each is asked for after the one before was heard. @param at its place, from 1. */
export function answer(at: number, body: Body, more: Partial<ReceivedAnswer> = {}): ReceivedAnswer {
  return {
    id: ID,
    ask: 'read',
    api: 1,
    sent: at * 2,
    receivedAt: at * 2 + 1,
    http: 200,
    body,
    sentAtMs: SENT_AT_MS + at * 1_000,
    ...more,
  };
}

/** A sale that was sent once, approved and told: nothing is wrong with it. */
export function fineCase(more: Partial<Case> = {}): Case {
  const approved = shown('approved');
  return {
    id: ID,
    isUndo: false,
    responses: [answer(1, shown('in_progress')), answer(2, approved)],
    last: [
      { http: 200, body: approved },
      { http: 200, body: approved },
    ],
    truth: {
      received: 1,
      executed: 1,
      charges: 1,
      refunds: 0,
      state: 'approved',
      net: 5_990,
      amount: 5_990,
      idPosTxs: '77',
    },
    sent: [{ customId: ID, at: SENT_AT_MS, fault: undefined }],
    received: [{ customId: ID, at: '2026-11-26T12:00:00.001Z', executed: true, status: 200 }],
    approvedAt: '2026-11-26T12:00:00.200Z',
    isTruthTold: true,
    mayNeedPerson: false,
    isRefusedButRuns: false,
    dispatchBy: { [ID]: SENT_AT_MS + 8_000 },
    row: approved,
    isInAttentionList: false,
    strangerHttp: 404,
    ...more,
  };
}

/** Of a run in which all went well. */
export function buildEvidence(cases: readonly Case[], more: Partial<Evidence> = {}): Evidence {
  return {
    cases,
    alarms: [],
    forged: [],
    diverged: [],
    leases: [],
    leaks: [],
    accidents: [],
    isClockMoved: false,
    ...more,
  };
}
