import type { Proof, TerminalResult } from '../../../src/domain/verdict.js';
import { declined, requireIdPosTxs, buildTerminalResult } from '../../support/terms.js';
import type { ApiWorld } from './api-world.js';
import type { ScriptedGetnet } from './getnet.js';
import { buildSaleBody } from './running-api.js';
import type { Extras } from './running-api.js';
import { keys } from './shop.js';

/** Until the end, whatever it is. */
const toTheEnd = { prefer: 'wait=20' };

let code = 100_000;

/** @returns a till of the Chilean merchant: what a cashier does, each answered with its end. */
export function createTill(world: () => ApiWorld, getnet: ScriptedGetnet) {
  let terminals = 0;
  const read = (id: string, { as }: Pick<Extras, 'as'> = {}) =>
    world().api.get(`/v1/transactions/${id}`, { ...toTheEnd, ...(as !== undefined && { as }) });

  /** As it stands, without a wait for its end. */
  const look = (id: string) => world().api.get(`/v1/transactions/${id}`);

  /** What has ended has given its terminal back, too, when this answers. */
  async function start(body: object, extras: Extras = {}) {
    const reply = await world().api.start(body, { ...toTheEnd, ...extras });
    // Its status is final a moment before its last steps are done.
    if (reply.status === 200) await world().run(reply.body.id).result();
    return reply;
  }

  /** From now on everything has ended when Getnet answers, which is quicker than to ask for it. */
  function ends(proof: Proof): void {
    getnet.answers({ kind: 'finished', proof });
    getnet.says(proof);
  }

  /** From now on everything is approved, with numbers of its own. */
  function approves(over: Partial<TerminalResult> = {}): TerminalResult {
    code += 1;
    const result = buildTerminalResult({ authorizationCode: String(code), operationId: code, ...over });
    ends({ kind: 'approved', result, idPosTxs: requireIdPosTxs('900001'), namesUs: true });
    return result;
  }

  return {
    approves,
    declines: () => ends(declined()),
    /** From now on nothing ends. */
    keepsWaiting: () => {
      getnet.acknowledges();
      getnet.says({ kind: 'pending' });
    },
    start,
    /** A terminal that no other test uses. */
    takeNewTerminal: () => `cl-${(terminals += 1)}`,
    look,
    read,
    /** @returns an approved sale of CLP 5,990, and what it takes to undo it. */
    sale: async (terminalId: string, over: Partial<TerminalResult> = {}) => {
      const { authorizationCode, operationId } = approves(over);
      const { body } = await start(buildSaleBody(terminalId));
      approves();
      return { id: body.id, terminalId, authorizationCode, operationId };
    },
    voids: (originalTransactionId: string, terminalId: string, extras: Extras = {}) =>
      start({ type: 'void', terminalId, originalTransactionId }, extras),
    returns: (originalTransactionId: string, terminalId: string, value?: number) =>
      start({
        type: 'return',
        terminalId,
        originalTransactionId,
        ...(value !== undefined && { amount: { value, currency: 'CLP' } }),
      }),
    /** A sale of ARS 1,200.00 by the other merchant. */
    saleOfTheOther: (terminalId: string) =>
      start(buildSaleBody(terminalId, { amount: { value: 120_000, currency: 'ARS' } }), {
        as: keys.argentina,
      }),
  };
}
