import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { parseIdPosTxs } from '../../src/domain/ids.js';
import type { IdPosTxs } from '../../src/domain/ids.js';
import { readCallbackText } from '../../src/getnet/mapping/callback-hint.js';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { readFacts, fixture, fixtureRows, requestRow } from './support/fixtures.js';
import type { FixtureRow } from './support/fixtures.js';

const replies = fixtureRows.filter((row) => row.kind === 'reply' && requestRow(row.replyTo).path !== 'auth');
const webhooks = fixtureRows.filter(({ kind }) => kind === 'webhook');
const readFixtureAnswer = ({ file, httpStatus }: FixtureRow) => readAnswer(httpStatus ?? 200, fixture(file));
const buildCommand = ({ replyTo = '' }: FixtureRow) => ({
  ...readFacts(replyTo),
  offlineMeans: 'not_sent' as const,
});
const askedId = ({ replyTo }: FixtureRow) => parseIdPosTxs(requestRow(replyTo).idPosTxs) as IdPosTxs;
const buildQuestion = (row: FixtureRow, idFromCallback = false) => ({
  ...readFacts(row.replyTo ?? ''),
  idPosTxs: askedId(row),
  idFromCallback,
});

/** A pending reply without an id leaves nothing to ask for (contract §11.2, clarifications). */
const outcomes = {
  APPROVED: 'finished',
  NOT_APPROVED: 'finished',
  PENDING: 'acknowledged',
  REJECTED: 'refused',
  UNKNOWN: 'unknown',
} as const;

function expectedOutcome(row: FixtureRow): string {
  if (row.file.startsWith('replies/status-in-process')) return 'unknown';
  return row.outcome ? outcomes[row.outcome] : 'finished';
}

describe('every documented reply, as the reply to our command', () => {
  const rows = replies.filter(({ replyTo }) => requestRow(replyTo).path !== 'get_transaction');

  it.each(rows.map((row) => [row.file, expectedOutcome(row), row] as const))('%s: %s', (_file, kind, row) => {
    const outcome = judgeReply(readFixtureAnswer(row), buildCommand(row));
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'finished' && row.outcome) {
      expect(outcome.proof.kind).toBe(row.outcome === 'APPROVED' ? 'approved' : 'declined');
    }
    if (outcome.kind === 'acknowledged') expect(outcome.idPosTxs).toBe(askedId(row));
  });

  it.each([
    ['odd/timeout-90s-with-id.json'],
    ['odd/approved-http-500.json'],
    ['odd/approved-functioncode-mismatch.json'],
    ['odd/approved-without-authorization-code.json'],
    ['odd/approved-empty-authorization-code.json'],
    ['odd/terminal-code-missing.json'],
    ['odd/terminal-code-not-a-number.json'],
  ])('%s: its idPosTxs is kept, so that a status query can decide', (file) => {
    const row = rows.find((candidate) => candidate.file === file) as FixtureRow;
    expect(judgeReply(readFixtureAnswer(row), buildCommand(row))).toMatchObject({
      kind: 'unknown',
      idPosTxs: '900001',
    });
  });

  it('a reply that names another customId: its idPosTxs is not taken for ours', () => {
    const row = rows.find(({ file }) => file === 'odd/approved-customid-mismatch.json') as FixtureRow;
    expect(judgeReply(readFixtureAnswer(row), buildCommand(row))).toEqual({
      kind: 'unknown',
      cause: 'the reply names another customId',
    });
  });

  it.each([
    ['replies/error-keypos-not-found-es-accented.json', 'terminal_unknown'],
    ['replies/error-keypos-not-found-http-400.json', 'terminal_unknown'],
    ['replies/error-operation-in-progress-15s-es-accented.json', 'terminal_busy'],
    ['replies/error-operation-in-progress-5m-es-accented.json', 'terminal_busy'],
    ['replies/error-c2c-not-responding-es.json', 'terminal_offline'],
    ['replies/error-unauthorized.json', 'unauthorized'],
    ['replies/error-unauthorized-http-401.json', 'unauthorized'],
    ['malformed/http-403-waf.txt', 'forbidden'],
  ])('%s: refused as %s', (file, reason) => {
    const row = rows.find((candidate) => candidate.file === file) as FixtureRow;
    expect(judgeReply(readFixtureAnswer(row), buildCommand(row))).toMatchObject({ kind: 'refused', reason });
  });
});

/** What the table calls UNKNOWN, a status query reads more finely; none of it is proof. */
const finer: Readonly<Record<string, string>> = {
  'replies/status-id-not-found-en.json': 'not_found',
  'replies/status-id-not-found-es.json': 'not_found',
  'odd/ack-without-id.json': 'pending',
  'odd/code-1-data-null.json': 'pending',
  'odd/approved-without-authorization-code.json': 'approved_without_code',
  'odd/approved-empty-authorization-code.json': 'approved_without_code',
  'odd/approved-functioncode-mismatch.json': 'contradiction',
  'odd/approved-amount-mismatch-no-names.json': 'contradiction',
  'odd/approved-amount-mismatch-number-only.json': 'contradiction',
  'odd/void-other-operation-id.json': 'contradiction',
  'odd/approved-idpostxs-mismatch.json': 'contradiction',
  'odd/approved-customid-mismatch.json': 'contradiction',
};
const verdicts = {
  APPROVED: 'approved',
  NOT_APPROVED: 'declined',
  PENDING: 'pending',
  REJECTED: 'silent',
  UNKNOWN: 'silent',
} as const;

function expectedVerdict({ file, outcome }: FixtureRow): string {
  return finer[file] ?? (outcome ? verdicts[outcome] : 'approved');
}

describe('every documented reply, as the answer to a status query', () => {
  it.each(replies.map((row) => [row.file, expectedVerdict(row), row] as const))(
    '%s: %s',
    (_file, kind, row) => {
      expect(judgeAnswer(readFixtureAnswer(row), buildQuestion(row)).kind).toBe(kind);
    },
  );

  it.each(replies.filter(({ outcome }) => outcome === 'APPROVED').map((row) => [row.file, row] as const))(
    '%s, asked with an id from a callback: only an answer with our customId counts',
    (_file, row) => {
      const { wrapper } = readFixtureAnswer(row);
      const verdict = judgeAnswer(readFixtureAnswer(row), buildQuestion(row, true));
      const named = wrapper?.customId.length === 1;
      expect(verdict).toMatchObject(
        named ? { kind: 'approved' } : { kind: 'contradiction', fields: ['customId'] },
      );
    },
  );

  it('in process, asked with an id from a callback: pending, because Getnet has no data to name us in yet', () => {
    const row = replies.find(({ file }) => file === 'replies/status-in-process-en.json') as FixtureRow;
    expect(judgeAnswer(readFixtureAnswer(row), buildQuestion(row, true)).kind).toBe('pending');
  });
});

const claims = { APPROVED: 'approved', NOT_APPROVED: 'declined', PENDING: 'in_process' } as const;

describe('every documented callback, as a hint', () => {
  it.each(webhooks.map((row) => [row.file, row] as const))('%s', (file, row) => {
    const hint = readCallbackText(fixture(file));
    const foreign = file === 'webhooks/for-unknown-operation.json';
    const claim = foreign
      ? 'approved'
      : row.outcome
        ? (claims[row.outcome as keyof typeof claims] ?? 'nothing')
        : 'nothing';
    expect(hint.claims).toBe(claim);
    const id = foreign ? '999999' : file.endsWith('without-id.json') ? undefined : askedId(row);
    expect(hint.idPosTxs).toBe(id);
  });

  it('a callback for an operation we never started: what it says is no verdict on ours', () => {
    const row = webhooks.find(({ file }) => file === 'webhooks/for-unknown-operation.json') as FixtureRow;
    expect(judgeAnswer(readFixtureAnswer(row), buildQuestion(row)).kind).toBe('contradiction');
  });
});

it('the table visits every file in the folder', () => {
  const folder = new URL('../fixtures/getnet/', import.meta.url);
  const files = ['requests', 'replies', 'webhooks', 'odd', 'malformed'].flatMap((kind) =>
    readdirSync(new URL(kind, folder)).map((name) => `${kind}/${name}`),
  );
  expect(fixtureRows.map(({ file }) => file).sort()).toEqual(files.sort());
});

it('an approved sale: the result keeps what a receipt needs and nothing that identifies the card', () => {
  const row = replies.find(({ file }) => file === 'replies/cl-sale-approved-shape-a.json') as FixtureRow;
  const verdict = judgeAnswer(readFixtureAnswer(row), buildQuestion(row));
  expect(verdict).toEqual({
    kind: 'approved',
    idPosTxs: '900001',
    namesUs: true,
    result: {
      responseCode: 0,
      responseMessage: 'Aprobado',
      authorizationCode: '012345',
      operationId: 42,
      card: { brand: 'MC', type: 'CR', last4: '1234' },
      receipt: {
        commerceCode: 99999,
        terminalId: '70000001',
        ticket: '5001',
        sharesNumber: 0,
        sharesAmount: 0,
        accountingDate: '2026-01-15 10:30:45',
        realDate: '2026-01-15 10:30:45',
        tip: 0,
        cashback: 0,
        saleType: 0,
        entryMode: '16',
        aid: 'A0000000041010',
        commerceRut: '11111111-1',
        commerceName: 'COMERCIO DEMO',
        branchName: 'SUCURSAL DEMO',
        branchAddress: 'CALLE DEMO 123',
        branchDistrict: 'COMUNA DEMO',
      },
    },
  });
});
