import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { buildCustomId } from '../../domain/ids.js';
import type { AttemptNumber } from '../../domain/ids.js';
import type { Amount } from '../../domain/money.js';
import type { UndoType } from '../../domain/transaction-type.js';
import type { Options } from '../../domain/transaction.js';
import { toDevice } from '../../domain/terminal.js';
import type { OwnSale, UndoClaim, UndoneSale } from '../../domain/undo.js';
import type { OriginalReference } from '../../getnet/countries/country.js';
import type { StartBody } from '../transactions/body/start-body.js';

/** A request for a void or return, on a terminal of its merchant. */
export interface UndoStartRequest {
  readonly attempt: AttemptNumber;
  readonly type: UndoType;
  readonly body: StartBody;
  readonly terminal: ConfiguredTerminal;
  /** How the country's command names the sale. */
  readonly undoing: OriginalReference;
}

/** What a void or return is accepted with, beyond what its caller said. */
export interface AcceptedUndo {
  readonly undoes: UndoneSale;
  readonly amount?: Amount | undefined;
  readonly options: Options;
  /** ISO 8601, see `UndoClaim`. */
  readonly batchSince?: string | undefined;
  readonly evenIfRepeated?: boolean | undefined;
}

/** What was found out about the sale of a claim. */
export interface Claimed {
  readonly amount: Amount | undefined;
  readonly of: OwnSale | undefined;
  readonly batchSince: string | undefined;
}

/** The request as the rules of undoing judge it. */
export function toUndoClaim(
  { attempt, type, terminal, body }: UndoStartRequest,
  { amount, of, batchSince }: Claimed,
): UndoClaim {
  return {
    transactionId: attempt.transactionId,
    customId: buildCustomId(attempt),
    type,
    terminalId: terminal.id,
    device: toDevice(terminal),
    ...(amount && { amount }),
    ...(of && { of }),
    ...(batchSince !== undefined && { batchSince }),
    ...(body.evenIfRepeated && { evenIfRepeated: true }),
  };
}
