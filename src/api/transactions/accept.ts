import type { Environment } from '../../config/environment/environment.js';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { buildPolicy } from '../../config/derived.js';
import { buildCustomId, parseTransactionId } from '../../domain/ids.js';
import type { AttemptNumber } from '../../domain/ids.js';
import type { Terminal } from '../../domain/terminal.js';
import type { Accepted } from '../../domain/transaction.js';
import { getCountryPack, pickGivenOptions } from '../../getnet/countries/countries.js';
import type { TransactionInput } from '../../workflows/transaction.messages.js';
import type { AcceptedUndo } from '../undos/undo-request.js';
import { DEFAULT_QUEUE_WAIT_SECONDS } from './body/body-fields.js';
import type { StartBody } from './body/start-body.js';

/** What makes a request an accepted transaction. */
export interface Acceptance {
  readonly attempt: AttemptNumber;
  readonly body: StartBody;
  readonly requestHash: string;
  readonly terminal: ConfiguredTerminal;
  /** Of a void or return: what was found out about its sale. */
  readonly undo?: AcceptedUndo | undefined;
  /** What the terminal did before. */
  readonly previous?: string | undefined;
  /** The id of the API key that sent the request. */
  readonly acceptedBy: string;
  /** Of this request alone. */
  readonly acceptanceId: string;
  readonly createdAt: Date;
}

/** The input of the transaction's workflow. Its deadline to send runs from now. */
export function buildTransactionInput(acceptance: Acceptance, environment: Environment): TransactionInput {
  const { attempt, body, requestHash, terminal, undo, previous, acceptedBy, acceptanceId, createdAt } =
    acceptance;
  const before = previous === undefined ? undefined : parseTransactionId(previous);
  const amount = undo === undefined ? body.amount : undo.amount;
  const accepted: Accepted = {
    ...attempt,
    customId: buildCustomId(attempt),
    requestHash,
    merchant: terminal.merchant,
    terminal: pickTerminalIds(terminal),
    type: body.type,
    ...(amount && { amount }),
    ...(body.reference !== undefined && { reference: body.reference }),
    options: undo?.options ?? pickGivenOptions(body.options),
    ...(body.confirmWithin !== undefined && { confirmWithinMs: body.confirmWithin * 1_000 }),
    ...(undo && { undoes: undo.undoes }),
    ...(undo?.batchSince !== undefined && { batchSince: undo.batchSince }),
    ...(undo?.evenIfRepeated && { evenIfRepeated: true }),
    ...(before && { previous: before }),
    ...(body.onBusy === 'wait' && { maxWaitMs: (body.maxWait ?? DEFAULT_QUEUE_WAIT_SECONDS) * 1_000 }),
    acceptedBy,
    acceptanceId,
    createdAt: createdAt.toISOString(),
    dispatchBy: createdAt.getTime() + environment.DISPATCH_WITHIN,
  };
  return { version: 1, accepted, policy: buildPolicy(environment, readAbilities(terminal, body)) };
}

/** What Getnet can do about a command of this type, in this country. */
function readAbilities({ country, mode }: ConfiguredTerminal, { type }: StartBody) {
  const { deviceQuery, cancelCommand } = getCountryPack(country);
  const isStoppable = cancelCommand?.stops.includes(type) ?? false;
  const follows = mode === 'sync' && isStoppable && { cancelFollowsCommand: true };
  return { mode, deviceQuery: deviceQuery !== undefined, cancelCommand: isStoppable, ...follows };
}

/** A terminal as it goes into an input, without its settings. */
export function pickTerminalIds({
  id,
  country,
  idTerminal,
  idSucursal,
  serialNumber,
}: ConfiguredTerminal): Terminal {
  return { id, country, idTerminal, idSucursal, serialNumber };
}
