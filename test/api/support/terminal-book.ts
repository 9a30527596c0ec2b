import type { Accepted } from '../../../src/domain/transaction.js';
import { movesMoney } from '../../../src/domain/transaction-type.js';
import type { Report, ReportedSale, Verdict } from '../../../src/domain/verdict.js';
import { requireIdPosTxs, buildTerminalResult } from '../../support/terms.js';
import type { Getnet } from '../../support/transaction-world.js';

export type TerminalBook = ReturnType<typeof keepTerminalBook>;

/** A Getnet whose terminals number their sales and list them, unless they are told to say something else. */
export function keepTerminalBook() {
  const orders = new Map<string, Accepted>();
  const declined = new Set<string>();
  const silent = new Set<string>();
  const edits = new Map<string, (report: Report) => Report | undefined>();
  const sent: Accepted[] = [];
  const listSales = (terminalId: string): readonly ReportedSale[] =>
    [...orders].flatMap(([number, { terminal, type, amount, customId }]) =>
      terminal.id === terminalId && type === 'sale' && !declined.has(customId)
        ? [lineFor(number, amount)]
        : [],
    );
  const answer = (number: string, order: Accepted): Verdict => {
    const idPosTxs = requireIdPosTxs(number);
    if (silent.has(order.customId)) return { kind: 'pending', idPosTxs };
    if (declined.has(order.customId))
      return {
        kind: 'declined',
        result: { ...buildTerminalResult(numbersFor(number)), responseCode: 9, authorizationCode: null },
        idPosTxs,
      };
    if (movesMoney(order.type))
      return { kind: 'approved', result: buildTerminalResult(numbersFor(number)), idPosTxs, namesUs: true };
    const edit = edits.get(order.terminal.id) ?? ((report: Report) => report);
    const report = edit({ sales: listSales(order.terminal.id), cut: false, raw: {} });
    return {
      kind: 'approved',
      result: buildTerminalResult({ ...noNumbers, ...(report && { report }) }),
      idPosTxs,
      namesUs: true,
    };
  };
  const getnet: Getnet = {
    async send(accepted) {
      const number = String(900_001 + orders.size);
      orders.set(number, accepted);
      sent.push(accepted);
      return { kind: 'acknowledged', idPosTxs: requireIdPosTxs(number) };
    },
    async cancel() {
      return { kind: 'taken' };
    },
    async status({ idPosTxs }) {
      const order = orders.get(idPosTxs);
      return { verdict: order ? answer(idPosTxs, order) : { kind: 'not_found' } };
    },
    async statusAtDevice() {
      return { verdict: { kind: 'silent', cause: 'nobody is at this terminal' } };
    },
  };
  return {
    getnet,
    sent,
    /** The customer's card is refused; its operation number is used up. */
    declines: (customId: string) => void declined.add(customId),
    /** Getnet never says how the command ended. */
    keepsOpen: (customId: string) => void silent.add(customId),
    answersAgain: (customId: string) => void silent.delete(customId),
    /** What the terminal says instead of its book; undefined: no report at all. */
    reports: (terminalId: string, edit: (report: Report) => Report | undefined) =>
      void edits.set(terminalId, edit),
  };
}

const noNumbers = { operationId: null, authorizationCode: null, card: null };

function numbersFor(number: string) {
  return { operationId: Number(number) - 900_000, authorizationCode: number };
}

function lineFor(number: string, amount: Accepted['amount']): ReportedSale {
  return { ...numbersFor(number), amount: amount ?? null, card: null, accountingDate: null, realDate: null };
}
