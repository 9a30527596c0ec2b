import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RenderedCase } from '../../../src/api/operator/render-case.js';
import type { DispatchOutcome } from '../../../src/domain/dispatch.js';
import { TransactionWorld } from '../../support/transaction-world.js';
import { until } from '../../support/until.js';
import { startApiWorld } from './api-world.js';
import type { ApiWorld } from './api-world.js';
import { createScriptedGetnet } from './getnet.js';
import { buildSaleBody } from './running-api.js';
import { keys } from './shop.js';

/** A budget that is soon over. */
export const shortTimeouts = {
  DISPATCH_WITHIN: '10s',
  GETNET_TIMEOUT: '300ms',
  LIFECYCLE_WINDOW: '100ms',
  LIFECYCLE_LIMIT: '400ms',
  ATTENTION_AFTER: '1500ms',
};

/** The acknowledgement of a command was lost. */
export const lost: DispatchOutcome = { kind: 'unknown', cause: 'connection reset' };

const said = { reason: 'no receipt', evidence: 'the roll of the terminal' };

/** What a person says, and by which key: `support` unless told. */
export interface VerdictOfPerson {
  readonly as?: string;
  readonly [field: string]: unknown;
}

interface CaseList {
  readonly items: readonly RenderedCase[];
  readonly nextCursor: string | null;
}

/**
 * An API, its workers and operators, for the stories of one spec file: each begins with a Getnet that loses acknowledgements and
 * knows nothing.
 *
 * @param waiting how many sales wait for a person from the beginning: their budgets run out at the same time.
 * @param terminals of each merchant: the list of cases looks at every one of them.
 */
export function openOperatorWorld({ waiting = 0, terminals = 20 } = {}) {
  const getnet = createScriptedGetnet();
  let world: ApiWorld;
  let used = 0;
  const takeNewTerminal = () => `cl-${(used += 1)}`;

  beforeAll(async () => {
    TransactionWorld.silenceLogs();
    world = await startApiWorld(getnet.getnet, { terminals, env: shortTimeouts });
    for (let count = 0; count < waiting; count += 1) ahead.push(await beginAhead());
  });
  afterAll(() => world.close());
  beforeEach(() => {
    getnet.answers(lost);
    getnet.says({ kind: 'not_found' });
  });

  type UnknownSale = Awaited<ReturnType<typeof begin>>;
  const ahead: UnknownSale[] = [];

  async function begin(over: Readonly<Record<string, unknown>> = {}, terminalId = takeNewTerminal()) {
    const key = randomUUID();
    const body = buildSaleBody(terminalId, over);
    const started = await world.api.start(body, { key });
    return { id: started.body.id, terminalId, repeat: () => world.api.start(body, { key }) };
  }

  function beginAhead(): Promise<UnknownSale> {
    const terminalId = takeNewTerminal();
    getnet.at(terminalId, { answer: lost, verdict: { kind: 'not_found' } });
    return begin({}, terminalId);
  }

  const needsPerson = async (sale: UnknownSale) => {
    await world.becomes(sale.id, 'needs_attention');
    return sale;
  };

  const list = (query = '') =>
    world.api.get<CaseList>(`/v1/operator/attention${query}`, { as: keys.chileSupport });

  /** Waits until the list knows the case: what its index does not know, the leases may. */
  const findCase = (id: string): Promise<RenderedCase> =>
    until(async () => {
      const { status, body } = await list('?limit=100');
      // A busy Temporal may not answer in time.
      return status === 200 && body.items.find(({ transaction }) => transaction?.id === id);
    });

  return {
    getnet,
    takeNewTerminal,
    list,
    get world() {
      return world;
    },
    /** A sale that waits for a person, as Getnet says now: its acknowledgement was lost, unless told. */
    sellWithUnknownOutcome: async (over: Readonly<Record<string, unknown>> = {}) =>
      needsPerson(await begin(over)),
    /** The same with sales that begin one after the other and wait together. */
    sellWithUnknownOutcomes: async (count: number) => {
      const sales: UnknownSale[] = [];
      while (sales.length < count) sales.push(await begin());
      return Promise.all(sales.map(needsPerson));
    },
    /** A sale whose acknowledgement was lost, and that has waited for a person from the beginning of the file. */
    waitingSale: async () => {
      const sale = ahead.shift();
      if (sale === undefined) throw new Error('too few sales wait from the beginning');
      await needsPerson(sale);
      getnet.at(sale.terminalId, undefined);
      return sale;
    },
    /** Says a verdict, with the usual words unless told. */
    resolve: (id: string, verdict: string, { as = keys.chileSupport, ...over }: VerdictOfPerson = {}) =>
      world.api.post(`/v1/operator/transactions/${id}/resolution`, {
        as,
        body: { verdict, ...said, ...over },
      }),
    release: (terminalId: string, { as = keys.chileSupport }: VerdictOfPerson = {}) =>
      world.api.post(`/v1/operator/terminals/${terminalId}/release`, {
        as,
        body: { reason: 'a queue waits' },
      }),
    read: (id: string) => world.api.get(`/v1/transactions/${id}`),
    findCase,
    /** Waits until the list knows the case from its run: a worker that is busy may not answer in time. */
    findAnsweredCase: (id: string) =>
      until(async () => {
        const found = await findCase(id);
        return found.acts.every(({ why }) => why?.startsWith('No run answers') !== true) && found;
      }),
  };
}
