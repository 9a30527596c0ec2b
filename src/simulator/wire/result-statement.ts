import { deriveAuthorizationCode } from '../operations/authorization-code.js';
import type { Ending, Operation } from '../operations/operation.js';
import { isQr, computeMovedAmount } from '../operations/operation.js';
import type { Alteration } from '../scripts/script.js';
import { completeCard } from '../terminals/card.js';
import { getTerminalLanguage } from '../terminals/terminal.js';
import type { CardReading, Statement } from '../operations/statement.js';
import { applyAlteration } from '../operations/statement.js';
import type { TextKey } from './wording.js';
import { translate } from './wording.js';

interface OutcomeText {
  readonly reading: CardReading;
  readonly code: number;
  readonly text: TextKey;
}

/** Contract §9: 0 and 1006 are attested, the other two stand for "some non-zero code" and are invented. */
const outcomeTexts: Readonly<Record<Ending, OutcomeText>> = {
  approved: { reading: 'approved', code: 0, text: 'approved' },
  declined: { reading: 'declined', code: 9001, text: 'declined' },
  cancelled: { reading: 'nothing_read', code: 9002, text: 'cancelled' },
  timed_out: { reading: 'nothing_read', code: 1006, text: 'timedOut' },
  lifecycle_over: { reading: 'nothing_read', code: 1006, text: 'timedOut' },
};

/** What a finished operation's result says: the truth, bent by its script, then by `alteration`. */
export function buildStatement(operation: Operation, alteration: Alteration = {}): Statement {
  const alterations = { ...operation.script.customer?.says, ...alteration };
  const ending = alterations.outcome ?? operation.result?.ending ?? 'lifecycle_over';
  return applyAlteration(buildTrueStatement(operation, ending), alterations);
}

function buildTrueStatement(operation: Operation, ending: Ending): Statement {
  const { reading, code, text } = outcomeTexts[ending];
  return {
    reading,
    idPosTxs: operation.idPosTxs,
    customId: operation.customId,
    functionCode: operation.command.code,
    responseCode: code,
    responseMessage: translate(text, getTerminalLanguage(operation.terminal)),
    authorizationCode: reading === 'approved' ? chooseAuthorizationCode(operation) : '',
    operationId: undefined,
    amount: chooseAmount(operation),
    card: completeCard(operation.script.customer?.card),
    without: [],
    alwaysNamesOperation: false,
  };
}

/** What really moved, or where nothing did what was asked for. Of a void no amount is known to be told. */
function chooseAmount(operation: Operation): number {
  return operation.command.path === 'refund'
    ? operation.order.amount
    : computeMovedAmount(operation) || operation.order.amount;
}

// A sale that only the script calls approved has no code in the ledger.
function chooseAuthorizationCode(operation: Operation): string {
  if (isQr(operation)) return '';
  return operation.result?.authorizationCode || deriveAuthorizationCode(operation);
}
