import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RenderedCase } from '../../../src/api/operator/render-case.js';
import type { DispatchOutcome } from '../../../src/domain/dispatch.js';
import { TransactionWorld } from '../../support/transaction-world.js';
import { apiWorld } from './api-world.js';
import type { ApiWorld } from './api-world.js';
import { scriptedGetnet } from './getnet.js';
import { saleAt } from './running-api.js';
import { keys } from './shop.js';

/** A budget that is soon over. */
export const soonOver = {
  DISPATCH_WITHIN: '3s',
  GETNET_TIMEOUT: '300ms',
  LIFECYCLE_WINDOW: '100ms',
  LIFECYCLE_LIMIT: '400ms',
  ATTENTION_AFTER: '1500ms',
};

/** The acknowledgement of a command was lost. */
export const lost: DispatchOutcome = { kind: 'unknown', cause: 'connection reset' };

const said = { reason: 'no receipt', evidence: 'the roll of the terminal' };

/** What a person says, and by which key: `support` unless told. */
export interface Said {
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
 */
export function openOperatorWorld() {
  const getnet = scriptedGetnet();
  let world: ApiWorld;
  let terminals = 0;
  const freshTerminal = () => `cl-${(terminals += 1)}`;

  beforeAll(async () => {
    TransactionWorld.quiet();
    world = await apiWorld(getnet.getnet, { env: soonOver });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    getnet.answers(lost);
    getnet.says({ kind: 'not_found' });
  });

  const list = (query = '') =>
    world.api.get<CaseList>(`/v1/operator/attention${query}`, { as: keys.chileSupport });

  return {
    getnet,
    freshTerminal,
    list,
    get world() {
      return world;
    },
    /** A sale whose acknowledgement was lost: it waits for a person. */
    async unknownSale(over: Readonly<Record<string, unknown>> = {}) {
      const terminalId = freshTerminal();
      const key = randomUUID();
      const body = saleAt(terminalId, over);
      const started = await world.api.start(body, { key });
      await world.becomes(started.body.id, 'needs_attention');
      return { id: started.body.id, terminalId, repeat: () => world.api.start(body, { key }) };
    },
    /** Says a verdict, with the usual words unless told. */
    resolve: (id: string, verdict: string, { as = keys.chileSupport, ...over }: Said = {}) =>
      world.api.post(`/v1/operator/transactions/${id}/resolution`, {
        as,
        body: { verdict, ...said, ...over },
      }),
    release: (terminalId: string, { as = keys.chileSupport }: Said = {}) =>
      world.api.post(`/v1/operator/terminals/${terminalId}/release`, {
        as,
        body: { reason: 'a queue waits' },
      }),
    read: (id: string) => world.api.get(`/v1/transactions/${id}`),
    /** Waits until the list knows the case: what its index does not know, the leases may. */
    async caseOf(id: string): Promise<RenderedCase> {
      for (;;) {
        const { body } = await list('?limit=100');
        const found = body.items.find(({ transaction }) => transaction?.id === id);
        if (found) return found;
        await new Promise((next) => setTimeout(next, 50));
      }
    },
  };
}
