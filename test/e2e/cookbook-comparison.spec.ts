import { describe, expect, it } from '@jest/globals';
import { answerText, findExtent, readAnswer, shortenAnswer } from './support/cookbook-answer.js';
import { differences } from './support/cookbook-comparison.js';

const sale = {
  id: 'tx_1',
  status: 'approved',
  amount: { value: 5990, currency: 'CLP' },
  idPosTxs: '28328536313',
  authorizationCode: '536313',
  operationId: 41,
  attempt: 1,
  createdAt: '2026-01-15T13:30:41.120Z',
  receipt: { realDate: '2026-01-15 10:30:41' },
  undos: [{ transactionId: 'tx_2', since: '2026-01-15T13:30:59.000Z', endedAt: null }],
};

describe('an answer of the page against the service’s', () => {
  it('another run: other times and other numbers of Getnet are no difference', () => {
    const later = {
      ...sale,
      idPosTxs: '999',
      authorizationCode: '000001',
      operationId: 7,
      createdAt: '2027-12-31T00:00:00.000Z',
      receipt: { realDate: '2027-12-30 21:00:00' },
      undos: [{ transactionId: 'tx_2', since: '2027-12-31T00:00:01.500Z', endedAt: null }],
    };
    expect(differences(sale, later)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a value', { status: 'declined' }, 'status'],
    ['an id', { id: 'tx_3' }, 'id'],
    ['an amount', { amount: { value: 5991, currency: 'CLP' } }, 'amount.value'],
    ['a count', { attempt: 2 }, 'attempt'],
    ['a field that is missing', { amount: { value: 5990 } }, 'amount.currency'],
    ['a field too many', { card: null }, 'card'],
    ['a number for a text', { idPosTxs: 28328536313 }, 'idPosTxs'],
    ['a text for a number', { operationId: '41' }, 'operationId'],
    ['letters in a number', { authorizationCode: '5363AB' }, 'authorizationCode'],
    ['nothing for a moment', { createdAt: null }, 'createdAt'],
    ['a moment of another form', { createdAt: '2026-01-15T13:30:41Z' }, 'createdAt'],
    ['a day for a moment', { createdAt: '2026-01-15' }, 'createdAt'],
    ['a list that is longer', { undos: [...sale.undos, ...sale.undos] }, 'undos.1'],
    ['a list for an object', { amount: [] }, 'amount'],
    ['a field in a list', { undos: [{ ...sale.undos[0], transactionId: 'tx_9' }] }, 'undos.0.transactionId'],
  ])('%s is wrong on the page: it is named', (_, wrong, place) => {
    const found = differences({ ...sale, ...wrong }, sale);
    expect(found.map((line) => line.slice(0, line.indexOf(':')))).toEqual([place]);
  });

  it('a moment within a sentence is one; what else the sentence says is held to the letter', () => {
    const detail = (name: string, at: string) => ({ detail: `${name} has it until ${at} at the latest.` });
    const told = detail('tx_1', '2026-01-15T13:36:41.120Z');
    expect(differences(detail('tx_1', '2027-01-01T00:00:00.000Z'), told)).toEqual([]);
    expect(differences(detail('tx_2', '2026-01-15T13:36:41.120Z'), told)).toHaveLength(1);
  });
});

describe('what of an answer is shown', () => {
  const body = {
    ...sale,
    card: null,
    report: null,
    states: [{ n: 1 }],
    outcome: { evidence: 'status_query' },
  };
  const headers = { location: '/v1/transactions/tx_1', date: 'today', 'retry-after': '15' };
  const answer = { status: 202, headers, text: JSON.stringify(body), body: {}, tookMs: 1 };

  it('shortened: no log, no receipt of a payment, nothing empty, and only headers that tell', () => {
    const { card: _c, report: _r, states: _s, receipt: _t, ...kept } = body;
    const [{ endedAt: _e, ...undo } = {}] = body.undos as readonly Readonly<Record<string, unknown>>[];
    const told = { Location: '/v1/transactions/tx_1', 'Retry-After': '15' };
    expect(shortenAnswer(answer, 'shortened')).toEqual({
      status: 'HTTP/1.1 202 Accepted',
      headers: told,
      body: { ...kept, undos: [undo] },
    });
  });

  it.each(['status', 'shortened', 'complete'] as const)('%s: written, it is read as the same', (extent) => {
    const written = shortenAnswer(answer, extent);
    expect(readAnswer(answerText(written))).toEqual(written);
    expect(findExtent(written)).toBe(extent);
  });
});
