import type { Shape } from '../terminals/terminal.js';
import type { Statement } from '../operations/statement.js';

/** How a result is to be laid out. */
export interface Layout {
  readonly shape: Shape;
  /** Whether this kind of answer names the operation in shape B too (the status query, as printed, does not). */
  readonly namesOperation: boolean;
  /** The fields of shape A, with their long names. */
  readonly long: Readonly<Record<string, unknown>>;
  /** The fields of shapes B and C, with their short names. */
  readonly short: Readonly<Record<string, unknown>>;
}

/** The `data` of a result in one of the shapes. Contract §3. */
export function layOutResult(
  statement: Statement,
  { shape, namesOperation, long, short }: Layout,
): Record<string, unknown> {
  const { idPosTxs, customId } = statement;
  const names = { idPosTxs, customId };
  const nested = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    omitFields({ ...names, response: omitFields(fields, statement) }, statement);
  switch (shape) {
    case 'A':
      return nested(long);
    case 'B':
      return omitFields(
        { ...(namesOperation || statement.alwaysNamesOperation ? names : {}), ...short },
        statement,
      );
    case 'B_with_ids':
      return omitFields({ ...names, ...short }, statement);
    case 'C':
      return nested(short);
    case 'C_minimal':
      return nested({ code: statement.responseCode });
  }
}

/** Code and text, with the long names of shape A. */
export function longOutcomeFields(statement: Statement): Record<string, unknown> {
  const { functionCode, responseCode, responseMessage } = statement;
  return { functionCode, responseCode, responseMessage };
}

/** All that shapes B and C are attested to have of a money command. Contract §3. */
export function shortFields(statement: Statement): Record<string, unknown> {
  return {
    functionCode: statement.functionCode,
    code: statement.responseCode,
    message: statement.responseMessage,
    authorizationCode: statement.authorizationCode,
    amount: statement.amount,
  };
}

function omitFields(
  fields: Readonly<Record<string, unknown>>,
  statement: Statement,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !statement.without.includes(name)));
}
