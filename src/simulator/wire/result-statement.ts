import type { Ending, Operation } from '../operations/operation.js';
import type { Alteration } from '../scripts/script.js';
import { inventedCard } from '../terminals/card.js';
import { languageOf } from '../terminals/terminal.js';
import type { Reading, Statement } from './statement.js';
import { alter } from './statement.js';
import type { TextKey } from './wording.js';
import { say } from './wording.js';

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
    authorizationCode: reading === 'approved' && !isQr(operation) ? authorizationCodeOf(operation) : '',
    amount: operation.order.amount,
    card: { ...inventedCard, ...operation.script.customer?.card },
    without: [],
    namesAnyway: false,
  };
}

/** Whether the customer pays by QR code. Contract §10: `saleType` 1 in Argentina, something else in Chile. */
export function isQr(operation: Operation): boolean {
  return operation.terminal.country === 'AR' && operation.order.saleType === 1;
}

function authorizationCodeOf({ idPosTxs }: Operation): string {
  return String(idPosTxs % 1_000_000).padStart(6, '0');
}
