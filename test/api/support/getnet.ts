import type { DispatchOutcome } from '../../../src/domain/dispatch.js';
import type { Accepted } from '../../../src/domain/transaction.js';
import type { Verdict } from '../../../src/domain/verdict.js';
import type { Getnet } from '../../support/transaction-world.js';
import { approved, requireIdPosTxs } from '../../support/terms.js';

export type ScriptedGetnet = ReturnType<typeof createScriptedGetnet>;

/** What one terminal is told to say, whatever is said to all. */
export interface TerminalScript {
  readonly answer: DispatchOutcome;
  readonly verdict: Verdict;
}

/** A Getnet that says what it is told to, per terminal or to all. */
export function createScriptedGetnet() {
  const scripts = new Map<string, TerminalScript>();
  let answer: DispatchOutcome | Promise<DispatchOutcome> = {
    kind: 'acknowledged',
    idPosTxs: requireIdPosTxs('900001'),
  };
  let verdict: Verdict = approved();
  const sent: string[] = [];
  const cancelled: string[] = [];
  const orders: Accepted[] = [];
  const getnet: Getnet = {
    async send(accepted) {
      sent.push(accepted.customId);
      orders.push(accepted);
      return scripts.get(accepted.terminal.id)?.answer ?? answer;
    },
    async cancel({ customId }) {
      cancelled.push(customId);
      return { kind: 'taken' };
    },
    async status({ accepted }) {
      return { verdict: scripts.get(accepted.terminal.id)?.verdict ?? verdict };
    },
    async statusAtDevice() {
      return { verdict: { kind: 'silent', cause: 'nobody is at this terminal' } };
    },
  };
  return {
    getnet,
    sent,
    /** The attempts whose terminals were asked to stop. */
    cancelled,
    /** @returns what was sent for a transaction. */
    order: (id: string) => orders.find(({ transactionId }) => transactionId === id),
    /** From now on one terminal says so; undefined: what is said to all. */
    at: (terminalId: string, script: TerminalScript | undefined) =>
      void (script ? scripts.set(terminalId, script) : scripts.delete(terminalId)),
    /** From now on a command is answered so. */
    answers: (outcome: DispatchOutcome | Promise<DispatchOutcome>) => void (answer = outcome),
    acknowledges: () => void (answer = { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') }),
    /** From now on a status query is answered so. */
    says: (now: Verdict) => void (verdict = now),
  };
}
