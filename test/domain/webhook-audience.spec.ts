import { describe, expect, it } from '@jest/globals';
import { buildAnnounces, combineEndpoints, listAccepted } from '../../src/domain/webhook-audience.js';

const main = { id: 'main', events: ['transaction.*'] };
const other = { id: 'other', events: ['transaction.approved'] };
const terminals = { id: 'terminals', events: ['terminal.*', 'reconciliation.different'] };

describe('what a transaction is started with', () => {
  it.each([
    ['nobody knows the endpoints of its merchant', undefined, { announces: true }],
    ['its merchant has no endpoint', [], {}],
    ['its merchant’s endpoint is told of terminals alone', [terminals], {}],
    ['one of the endpoints takes a type of transactions', [terminals, other], { announces: [other] }],
  ])('%s', (_what, endpoints, expected) => {
    expect(buildAnnounces(endpoints)).toEqual(expected);
  });

  it('an endpoint has an address: the run does not learn it', () => {
    const { announces } = buildAnnounces([{ ...main, url: 'https://shop.example/secret' } as typeof main]);
    expect(announces).toEqual([main]);
  });
});

describe('who is told', () => {
  it.each([
    ['nobody knows', [undefined, true], undefined],
    ['a run of before: the file of the worker decides', [[main], true], [main]],
    ['the worker has the merchant as stopped', [undefined, [main]], [main]],
    ['the file of the worker is older, and has another endpoint', [[main], [other]], [main, other]],
    ['the file of the worker has one more', [[main, other], [main]], [main, other]],
    ['nobody any more, as far as the worker knows', [[], [main]], [main]],
  ] as const)('%s', (_what, [configured, announces], expected) => {
    expect(combineEndpoints(configured, listAccepted(announces))).toEqual(expected);
  });

  it('the types of an endpoint were changed, and one of the files is older: it is told what it takes by either', () => {
    const wider = { id: 'main', events: ['*'] };
    expect(combineEndpoints([main], [wider])).toEqual([{ id: 'main', events: ['transaction.*', '*'] }]);
  });
});
