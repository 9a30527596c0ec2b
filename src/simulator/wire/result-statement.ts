import { isQr, ownCodeOf } from '../operations/authorization-code.js';
import type { Ending, Operation } from '../operations/operation.js';
import { movedBy } from '../operations/operation.js';
import type { Alteration } from '../scripts/script.js';
import { cardOf } from '../terminals/card.js';
import { languageOf } from '../terminals/terminal.js';
import type { Reading, Statement } from './statement.js';
import { alter } from './statement.js';
import type { TextKey } from './wording.js';
import { say } from './wording.js';

export { isQr };

interface Told {
  readonly reading: Reading;
  readonly code: number;
  readonly text: TextKey;
}

/** Contract §9: 0 and 1006 are attested, the other two stand for "some non-zero code" and are invented. */
const told: Readonly<Record<Ending, Told>> = {
  approved: { reading: 'approved', code: 0, text: 'approved' },
  declined: { reading: 'declined', code: 9001, text: 'declined' },
  cancelled: { reading: 'nothing_read', code: 9002, text: 'cancelled' },
  timed_out: { reading: 'nothing_read', code: 1006, text: 'timedOut' },
  lifecycle_over: { reading: 'nothing_read', code: 1006, text: 'timedOut' },
};

/** What a finished operation's result says: the truth, bent by its script, then by `alteration`. */
export function statementOf(operation: Operation, alteration: Alteration = {}): Statement {
  const bent = { ...operation.script.customer?.says, ...alteration };
  const ending = bent.outcome ?? operation.result?.ending ?? 'lifecycle_over';
  return alter(truthOf(operation, ending), bent);
}

function truthOf(operation: Operation, ending: Ending): Statement {
  const { reading, code, text } = told[ending];
  return {
    reading,
    idPosTxs: operation.idPosTxs,
    customId: operation.customId,
    functionCode: operation.command.code,
    responseCode: code,
    responseMessage: say(text, languageOf(operation.terminal)),
    authorizationCode: reading === 'approved' ? authorizationCodeOf(operation) : '',
    operationId: undefined,
    amount: toldAmount(operation),
    card: cardOf(operation.script.customer?.card),
    without: [],
    namesAnyway: false,
  };
}

/** What really moved, or where nothing did what was asked for. Of a void no amount is known to be told. */
function toldAmount(operation: Operation): number {
  return operation.command.path === 'refund'
    ? operation.order.amount
    : movedBy(operation) || operation.order.amount;
}

// One that a script tells as approved although it was not has no code in the books.
function authorizationCodeOf(operation: Operation): string {
  if (isQr(operation)) return '';
  return operation.result?.authorizationCode || ownCodeOf(operation);
}
