import type { Alteration } from '../scripts/script.js';
import type { CardRead } from '../terminals/card.js';

/** How the card and the customer got on, which decides the filled fields of a result. */
export type CardReading = 'approved' | 'declined' | 'nothing_read';

/** What a result says, before it is laid out in one of the shapes. Undefined leaves a field out. */
export interface Statement {
  readonly reading: CardReading;
  readonly idPosTxs: number | bigint | string | undefined;
  readonly customId: string | undefined;
  readonly functionCode: number | undefined;
  readonly responseCode: number | string | undefined;
  readonly responseMessage: string;
  readonly authorizationCode: string | number | undefined;
  /** The receipt number that is told; undefined: that of the terminal. */
  readonly operationId: number | string | undefined;
  readonly amount: number | undefined;
  readonly card: CardRead;
  /** Names of fields that are taken out after laying out. */
  readonly without: readonly string[];
  /** Whether it names an operation even where its shape would not: a lie about an id has to be told. */
  readonly alwaysNamesOperation: boolean;
}

/** The statement with everything said differently that the alteration says differently; codes and texts only. */
export function applyAlteration(truth: Statement, alteration: Alteration): Statement {
  const choose = <Value>(altered: Value | null | undefined, value: Value): Value | undefined =>
    altered === undefined ? value : (altered ?? undefined);
  return {
    ...truth,
    idPosTxs: choose(alteration.idPosTxs, truth.idPosTxs),
    customId: choose(alteration.customId, truth.customId),
    functionCode: choose(alteration.functionCode, truth.functionCode),
    responseCode: choose(alteration.responseCode, truth.responseCode),
    responseMessage: alteration.responseMessage ?? truth.responseMessage,
    authorizationCode: choose(alteration.authorizationCode, truth.authorizationCode),
    operationId: alteration.operationId ?? truth.operationId,
    amount: choose(alteration.amount, truth.amount),
    without: [
      ...truth.without,
      ...(alteration.without ?? []),
      ...(alteration.operationId === null ? ['operationId'] : []),
    ],
    alwaysNamesOperation:
      truth.alwaysNamesOperation || alteration.idPosTxs != null || alteration.customId != null,
  };
}
