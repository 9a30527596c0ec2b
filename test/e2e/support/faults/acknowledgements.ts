import type { FaultCase } from '../fault-case.js';
import { provenByQuery, notExecuted, executedOnce } from './expectations.js';

/** What the customer does. */
export const customers: readonly FaultCase[] = [
  { title: 'paid: approved', ends: 'approved', shows: provenByQuery, ledger: executedOnce },
  {
    title: 'refused by the bank: declined, with its code',
    sale: { amount: 5_901 },
    ends: 'declined',
    shows: { outcome: { moneyMoved: 'no', evidence: 'status_query', responseCode: 9001 } },
  },
  { title: 'cancelled by the customer: declined', sale: { amount: 5_902 }, ends: 'declined' },
  {
    title: 'the customer walks away: declined as 1006 when the terminal gives up',
    sale: { amount: 5_903 },
    ends: 'declined',
    shows: { outcome: { responseCode: 1006 } },
  },
  { title: 'paid late, in the extra wait: approved', sale: { amount: 5_904 }, ends: 'approved' },
  {
    title:
      'undecided over the whole lifecycle, callback says TIMEOUT (5 MINUTES): declined by the query’s 1006',
    script: { customer: { action: 'freeze' } },
    ends: 'declined',
    shows: { outcome: { responseCode: 1006 } },
  },
];

function buildEarlyResult(data: object): object {
  return { code: 1, status: 'OK', message: 'TRANSACTION SENT', data };
}

/** What becomes of the acknowledgement. */
export const acknowledgements: readonly FaultCase[] = [
  {
    title: 'acknowledgement lost before the request was read: nobody can tell, a person is asked',
    script: { answer: { lost: 'before_reading' } },
    ends: 'needs_attention',
    ledger: notExecuted,
  },
  {
    title: 'acknowledgement lost while the request was read: nobody can tell, a person is asked',
    script: { answer: { lost: 'while_reading' } },
    ends: 'needs_attention',
    ledger: notExecuted,
  },
  {
    title:
      'acknowledgement lost after the request was read, callback arrives: the status query finds the approval',
    script: { answer: { lost: 'after_reading' } },
    ends: 'approved',
    shows: provenByQuery,
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement lost at the last moment, declined: the status query finds the decline',
    script: { answer: { lost: 'instead_of_answer' }, customer: { action: 'decline' } },
    ends: 'declined',
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement and callback lost: the number was never learned, a person is asked',
    script: { answer: { lost: 'after_reading' }, callback: { lost: true } },
    ends: 'needs_attention',
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement never comes, callback arrives: approved',
    script: { answer: { hang: 'executed' }, customer: { after: '800ms' } },
    ends: 'approved',
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement never comes, nothing was done: a person is asked',
    script: { answer: { hang: 'not_executed' } },
    ends: 'needs_attention',
    ledger: notExecuted,
  },
  {
    title: 'acknowledgement slow: approved',
    script: { answer: { delay: '700ms' } },
    ends: 'approved',
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement slower than we wait: approved after its callback',
    script: { answer: { delay: '2500ms' } },
    ends: 'approved',
    ledger: executedOnce,
  },
  {
    title: 'callback before the acknowledgement: approved',
    script: { answer: { callbackFirst: true } },
    ends: 'approved',
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement without a number: the callback’s number is verified, approved',
    script: { answer: { id: 'none' } },
    ends: 'approved',
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement without a number that looks like a decline: approved after its callback',
    script: {
      answer: { replaced: { body: buildEarlyResult({ code: 1, message: 'SENT' }), executed: true } },
    },
    ends: 'approved',
    shows: provenByQuery,
    ledger: executedOnce,
  },
  {
    title: 'acknowledgement without a number that looks like an approval: declined after its callback',
    script: {
      answer: {
        replaced: { body: buildEarlyResult({ code: 0, authorizationCode: '012345' }), executed: true },
      },
      customer: { action: 'decline' },
    },
    ends: 'declined',
    ledger: { ...executedOnce, charges: 0 },
  },
  { title: 'number as a text: approved', script: { answer: { id: 'string' } }, ends: 'approved' },
  {
    title: 'number under a lower-case key: approved',
    script: { answer: { id: 'lower_case' } },
    ends: 'approved',
  },
  { title: 'number at the top level: approved', script: { answer: { id: 'top_level' } }, ends: 'approved' },
];

/** The command was carried out, and its answer is nonsense: unknown, driven on. */
export const nonsense: readonly FaultCase[] = [
  'html',
  'http_500',
  'http_502',
  'http_503',
  'http_504',
  'empty',
  'not_an_object',
  'oversized',
  'truncated',
  'cut',
  'unrecognised',
  'timeout_90s',
  'timeout_5m',
].map((reply) => ({
  title: `command answered ${reply} and carried out: approved after its callback`,
  script: { answer: { replaced: { reply, executed: true } } },
  ends: 'approved',
  ledger: executedOnce,
}));

/** The same without the command having been carried out: it cannot be told, and is never sent again. */
export const nonsenseForNothing: readonly FaultCase[] = [
  'http_500',
  'unrecognised',
  'timeout_90s',
  'not_found',
  'reset',
].map((refusal) => ({
  title: `command answered ${refusal} and not carried out: nobody can tell, a person is asked`,
  script: { refusal },
  ends: 'needs_attention',
  ledger: { received: 1, executed: 0 },
}));
