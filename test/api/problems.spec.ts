import { describe, expect, it } from '@jest/globals';
import { problemCodes, getProblemKind, findProblemKind } from '../../src/api/problems/catalogue.js';
import { renderProblemIndexPage, renderProblemPage } from '../../src/api/problems/problem-page.js';
import { toProblem } from '../../src/api/problem.filter.js';
import { notFoundProblem, problem } from '../../src/api/problems/problem.js';
import { notSentReasons } from '../../src/domain/not-sent.js';

/** What integrations are written against: a code keeps its name and its status. */
const published: Readonly<Record<number, readonly string[]>> = {
  400: ['malformed-json', 'idempotency-key-missing', 'idempotency-key-invalid'],
  401: ['unauthorized'],
  403: ['forbidden'],
  404: ['not-found'],
  409: [
    'cancelled',
    'terminal-busy',
    'not-cancellable',
    'not-confirmable',
    'already-reversed',
    'not-reversible',
    'not-settled',
    'duplicate-undo',
    'terminal-in-use',
    'evidence-contradicts',
    'not-in-attention',
    'verdict-differs',
    'terminal-quarantined',
  ],
  413: ['body-too-large'],
  415: ['unsupported-media-type'],
  422: [
    'invalid-request',
    'idempotency-key-reused',
    'unknown-terminal',
    'unknown-original',
    'wrong-terminal',
    'unsupported-operation',
    'amount-exceeds-original',
  ],
  429: ['rate-limited', 'too-many-waits'],
  502: ['provider-rejected'],
  503: [
    'provider-unreachable',
    'terminal-offline',
    'dispatch-expired',
    'orchestrator-unavailable',
    'ledger-unavailable',
  ],
};
const added = ['method-not-allowed', 'internal-error', 'mode-unavailable', 'merchant-misconfigured'];

describe('the catalogue of problems', () => {
  const rows = Object.entries(published).flatMap(([status, codes]) =>
    codes.map((code) => [code, Number(status)]),
  );

  it.each(rows)('%s is answered with %d', (code, status) => {
    expect(findProblemKind(String(code))?.status).toBe(status);
  });

  it('holds every published code, the documented additions, and nothing else', () => {
    const codes = [...rows.map(([code]) => code), ...added];
    expect([...problemCodes].sort()).toEqual(codes.sort());
  });

  it('every reason of a transaction that was not sent is a code', () => {
    for (const reason of notSentReasons) expect(findProblemKind(reason)?.money).toBe('no');
  });

  it.each(problemCodes)('%s: its page says what it means, whether money moved and what to do', (code) => {
    const { meaning, next, money, retry } = getProblemKind(code);
    expect(meaning.length).toBeGreaterThan(40);
    expect(next.length).toBeGreaterThan(10);
    const page = renderProblemPage(getProblemKind(code));
    expect(page).toContain(`moneyMoved: ${money}`);
    expect(page).toContain(`retry: ${retry}`);
    expect(renderProblemIndexPage()).toContain(`href="/problems/${code}"`);
  });

  it('a problem that is answered before the key is looked up: its page says that an earlier request may have moved money', () => {
    const words = 'says nothing about an earlier request with the same Idempotency-Key';
    expect(
      problemCodes.filter((code) => renderProblemPage(getProblemKind(code)).includes(words)).toSorted(),
    ).toEqual([
      'body-too-large',
      'forbidden',
      'malformed-json',
      'method-not-allowed',
      'rate-limited',
      'too-many-waits',
      'unauthorized',
      'unsupported-media-type',
    ]);
  });
});

describe('an exception in a handler', () => {
  it('a problem is thrown: it is the answer', () => {
    const thrown = problem('terminal-busy', 'Busy.', { holder: 'tx_1' });
    expect(toProblem(thrown)).toBe(thrown);
  });

  it('any other error is thrown: 500, without its text', () => {
    const { body } = toProblem(new Error('POST /webhooks/getnet/secret failed'));
    expect(body).toMatchObject({
      code: 'internal-error',
      status: 500,
      moneyMoved: 'unknown',
      retry: 'same_key',
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('an unknown address: one fixed answer', () => {
    expect(notFoundProblem().body).toEqual(notFoundProblem().body);
    expect(notFoundProblem().body.status).toBe(404);
  });
});
