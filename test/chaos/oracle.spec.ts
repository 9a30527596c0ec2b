import { describe, expect, it } from '@jest/globals';
import type { Case, Evidence } from '../../chaos/oracle/evidence.js';
import type { Body } from '../e2e/support/http.js';
import { judge } from '../../chaos/oracle/judge.js';
import { ID, buildEvidence, fineCase, shown, answer } from './support/evidence.js';

const nothingCharged = {
  received: 1,
  executed: 0,
  charges: 0,
  refunds: 0,
  state: 'none',
  net: 0,
  amount: null,
  idPosTxs: null,
} as const;
const twice = [1, 2].map((at) => ({ customId: at === 1 ? ID : `${ID}-2`, at, fault: undefined }));
const received = (executed: boolean, status: number | undefined, customId = ID) => ({
  customId,
  at: '',
  executed,
  status,
});
const ends = (status: string, more: Body = {}) => {
  const body = shown(status, more);
  return {
    last: [
      { http: 200, body },
      { http: 200, body },
    ],
    row: body,
  };
};
const notSent = {
  ...ends('not_sent', { idPosTxs: null }),
  truth: nothingCharged,
  responses: [],
  sent: [],
  approvedAt: undefined,
};
const refusedOnce = { ...notSent, sent: twice.slice(0, 1), received: [received(false, 200)] };

const listBrokenRules = (evidence: Evidence): readonly string[] => [
  ...new Set(judge(evidence).map(({ rule }) => rule)),
];
const rulesOfCase = (more: Partial<Case>) => listBrokenRules(buildEvidence([fineCase(more)]));

describe('the oracle raises no alarm', () => {
  const innocent: Readonly<Record<string, Partial<Case>>> = {
    'a sale is approved once, and told': {},
    'a sale is refused, and says so': refusedOnce,
    'it was never accepted, and nobody knows it': {
      responses: [],
      last: [
        { http: 404, body: {} },
        { http: 404, body: {} },
      ],
      truth: nothingCharged,
      sent: [],
      row: undefined,
    },
    'not sent gives way to the next attempt': {
      responses: [answer(1, shown('not_sent')), answer(2, shown('approved', { attempt: 2 }))],
      sent: twice,
      received: [received(false, 200), received(true, 200, `${ID}-2`)],
      approvedAt: '2026-11-26T12:00:02.500Z',
    },
    'a refusal was to be cut behind its end, and the key tries again': {
      responses: [answer(1, shown('not_sent')), answer(2, shown('approved', { attempt: 2 }))],
      sent: [{ customId: ID, at: 1, fault: 'cut' }, ...twice.slice(1)],
      received: [received(false, 200), received(true, 200, `${ID}-2`)],
      approvedAt: '2026-11-26T12:00:02.500Z',
    },
    'an approved sale is given back': {
      ...ends('reversed'),
      responses: [answer(1, shown('approved')), answer(2, shown('reversing')), answer(3, shown('reversed'))],
      truth: { ...fineCase().truth, net: 0 },
    },
    'no worker answers, and the API says that it does not know': {
      responses: [answer(1, shown('queued', { outcome: { moneyMoved: 'unknown' } }))],
    },
    'approved, and then no worker answers: nothing is taken back': {
      responses: [
        answer(1, shown('approved')),
        answer(
          2,
          shown('verifying', { outcome: { moneyMoved: 'unknown', detail: 'No worker answered just now.' } }),
        ),
      ],
    },
    'two answers cross on their way': {
      responses: [answer(2, shown('approved')), answer(1, shown('in_progress'), { sent: 1, receivedAt: 6 })],
    },
    'nobody could know, and a list asks for a person': {
      ...ends('needs_attention', { idPosTxs: null }),
      responses: [],
      truth: nothingCharged,
      received: [received(false, undefined)],
      approvedAt: undefined,
      isInAttentionList: true,
    },
    'another body with its key is refused': {
      responses: [
        answer(
          1,
          { code: 'idempotency-key-reused', moneyMoved: 'no', transactionId: ID },
          { ask: 'other_body', http: 422 },
        ),
      ],
    },
  };
  it.each(Object.keys(innocent))('%s', (name) => {
    expect(judge(buildEvidence([fineCase(innocent[name])]))).toEqual([]);
  });
});

const UNDO = 'tx_0000000000000000002';
/** A sale that is being undone, and the undo. */
const reversing = (undo: Partial<Case>) =>
  buildEvidence([
    fineCase({ ...ends('reversing', { undo: { transactionId: UNDO } }), responses: [] }),
    fineCase({
      ...ends('needs_attention', { id: UNDO, idPosTxs: null }),
      responses: [],
      id: UNDO,
      isUndo: true,
      truth: nothingCharged,
      received: [received(false, undefined, UNDO)],
      approvedAt: undefined,
      isInAttentionList: true,
      ...undo,
    }),
  ]);

describe('a sale that is being undone in the end', () => {
  it('a person is needed for its undo: no alarm', () => {
    expect(judge(reversing({}))).toEqual([]);
  });

  it.each([
    ['its undo is done', { ...ends('approved', { id: UNDO }), isInAttentionList: false }],
    ['its undo is not there', { id: 'tx_0000000000000000003' }],
  ] as const)('%s: an alarm', (_, undo) => {
    expect(listBrokenRules(reversing(undo))).toContain('it ends');
  });
});

describe('the oracle sees', () => {
  const brokenCases: Readonly<Record<string, readonly [rule: string, Partial<Case>]>> = {
    'one key charges twice': ['one charge', { truth: { ...fineCase().truth, charges: 2, executed: 2 } }],
    'two commands reach the terminal, one is declined': [
      'one charge',
      { truth: { ...fineCase().truth, executed: 2 } },
    ],
    'a command follows one whose answer was lost': [
      'one charge',
      {
        sent: [{ customId: ID, at: 1, fault: 'reply_lost' }, ...twice.slice(1)],
        received: [received(false, 200), received(true, 200, `${ID}-2`)],
      },
    ],
    'a command follows one whose answer was cut': [
      'one charge',
      {
        sent: [{ customId: ID, at: 1, fault: 'cut', isAnswerCut: true }, ...twice.slice(1)],
        received: [received(false, 200), received(true, 200, `${ID}-2`)],
      },
    ],
    'a command follows one that Getnet did not answer': [
      'one charge',
      { sent: twice, received: [received(false, undefined), received(true, 200, `${ID}-2`)] },
    ],
    'a command follows one that was reset on its way': [
      'one charge',
      {
        sent: [{ customId: ID, at: 1, fault: 'reset_unread' }, ...twice.slice(1)],
        received: [received(true, 200, `${ID}-2`)],
      },
    ],
    'more goes back than was charged': ['undo', { truth: { ...fineCase().truth, net: -1 } }],
    'a command leaves after its deadline': ['deadline', { dispatchBy: { [ID]: 0 } }],
    'an acknowledged sale is gone': [
      'kept',
      {
        last: [
          { http: 200, body: shown('approved') },
          { http: 404, body: {} },
        ],
      },
    ],
    'approved, and later declined': [
      'final',
      { responses: [answer(1, shown('approved')), answer(2, shown('declined'))] },
    ],
    'declined, and later approved': [
      'final',
      { responses: [answer(1, shown('declined')), answer(2, shown('approved'))] },
    ],
    'not sent, and later declined in the same attempt': [
      'final',
      { responses: [answer(1, shown('not_sent')), answer(2, shown('declined'))] },
    ],
    'a final answer becomes unknown again': [
      'final',
      { responses: [answer(1, shown('approved')), answer(2, shown('verifying'))] },
    ],
    'one API says approved, the other declined': [
      'final',
      {
        last: [
          { http: 200, body: shown('approved') },
          { http: 200, body: shown('declined') },
        ],
      },
    ],
    'approved, and nothing was charged': ['true', { truth: nothingCharged }],
    'declined, and it was charged': ['true', { ...ends('declined'), responses: [] }],
    'not sent, and it was charged before': ['true', { responses: [answer(1, shown('not_sent'))] }],
    'a refusal says that no money moved, and it had': [
      'true',
      {
        responses: [
          answer(
            1,
            { code: 'provider-rejected', moneyMoved: 'no', transactionId: ID },
            { http: 502, ask: 'start' },
          ),
        ],
      },
    ],
    'approved over another amount than was charged': ['true', { truth: { ...fineCase().truth, amount: 1 } }],
    'approved as another number than Getnet gave': [
      'true',
      { truth: { ...fineCase().truth, idPosTxs: '78' } },
    ],
    'a status and its money do not fit': [
      'true',
      { responses: [answer(1, shown('approved', { outcome: { moneyMoved: 'no' } }))] },
    ],
    'a person is asked for what Getnet would tell': [
      'true',
      { ...ends('needs_attention'), responses: [], isInAttentionList: true },
    ],
    'a person is asked for, and no list says so': [
      'it ends',
      {
        ...ends('needs_attention', { idPosTxs: null }),
        responses: [],
        truth: nothingCharged,
        approvedAt: undefined,
      },
    ],
    'it never ends': ['it ends', { ...ends('verifying'), responses: [] }],
    'another body with its key is taken': [
      'key',
      { responses: [answer(1, shown('approved'), { ask: 'other_body' })] },
    ],
    'a key is answered about another transaction': [
      'key',
      { responses: [answer(1, shown('approved', { id: 'tx_2' }))] },
    ],
    'the list says something else': ['read model', { row: shown('declined') }],
    'the list does not know it': ['read model', { row: undefined }],
    'another merchant sees it': ['other merchant', { strangerHttp: 200 }],
  };
  it.each(Object.keys(brokenCases))('%s', (name) => {
    const [rule, more] = brokenCases[name] ?? ['', {}];
    expect(rulesOfCase(more)).toContain(rule);
  });

  it.each([
    ['two on a terminal', { alarms: [{ kind: 'overlap', text: '' }] }],
    ['one charge', { alarms: [{ kind: 'second_execution', text: '' }] }],
    ['one charge', { alarms: [{ kind: 'second_attempt_executed', text: '' }] }],
    ['undo', { alarms: [{ kind: 'over_refunded', text: '' }] }],
    ['forged callback', { forged: [{ how: 'expired', http: 200 }] }],
    ['terminal released', { leases: ['terminal/CL/1'] }],
    ['secret', { leaks: ['the API key of demo-cl in api-1'] }],
    [
      'replay',
      { diverged: [{ workflowId: 'transaction/tx_1', why: 'another command', isKnownRace: false }] },
    ],
    ['process', { accidents: ['worker-1 ended with code 1'] }],
  ] as const)('%s of a whole run: %j', (rule, more) => {
    expect(listBrokenRules(buildEvidence([fineCase()], more))).toEqual([rule]);
  });
});
