import { z } from 'zod';
import type { Amount } from '../../../domain/money.js';
import type { Country } from '../../../domain/terminal.js';
import { isSale } from '../../../domain/transaction-type.js';
import type { TransactionType } from '../../../domain/transaction-type.js';
import type { OptionValue } from '../../../domain/transaction.js';
import type { Command, OptionsSchema, OriginalReference } from '../../../getnet/countries/country.js';
import { listCapabilities, getCountryPack } from '../../../getnet/countries/countries.js';
import {
  confirmWithin,
  createAmountField,
  evenIfRepeated,
  evenIfUnsettled,
  everyRequest,
  originalTransactionId,
} from './body-fields.js';

/** What `POST /v1/transactions` was asked, whatever the type and the country. */
export interface StartBody {
  readonly type: TransactionType;
  readonly terminalId: string;
  readonly reference?: string | undefined;
  readonly onBusy: 'reject' | 'wait';
  /** Only with `onBusy: "wait"`. The unit is the API's: seconds. */
  readonly maxWait?: number | undefined;
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
  readonly amount?: Amount | undefined;
  /** Of a void or return: the sale of ours that it undoes; without it, the options name one that was made elsewhere. */
  readonly originalTransactionId?: string | undefined;
  /** Of a return of a sale made elsewhere. */
  readonly evenIfRepeated?: boolean | undefined;
  /** Of a sale, in seconds. */
  readonly confirmWithin?: number | undefined;
  /** Of a close. */
  readonly evenIfUnsettled?: boolean | undefined;
}

export type BodySchema = z.ZodType<StartBody>;

/** The ways to ask for one operation in one country. */
export type OperationBody =
  | { readonly kind: 'one'; readonly schema: BodySchema }
  /** A void or return: of a sale of ours, or of one that was made elsewhere. */
  | {
      readonly kind: 'undo';
      readonly ofOurs: BodySchema;
      readonly byNumbers: BodySchema;
      /** The options that only a sale made elsewhere is named by. */
      readonly numbers: readonly string[];
    };

const known = new Map<string, OperationBody>();

/** The schema of an operation's request; undefined where the country has no such operation. */
export function getOperationBody(type: TransactionType, country: Country): OperationBody | undefined {
  const command = getCountryPack(country).commands[type];
  if (command === undefined) return undefined;
  const name = `${country}/${type}`;
  const body = known.get(name) ?? createOperationBody(type, country, command);
  known.set(name, body);
  return body;
}

function createOperationBody(type: TransactionType, country: Country, command: Command): OperationBody {
  if (command.undoing !== undefined)
    return createUndoBody(type, country, { ...command, undoing: command.undoing });
  const fields = createFields(type, command.options);
  const plain = isSale(type) ? fields.extend({ confirmWithin: confirmWithin.optional() }) : fields;
  if (command.takesAmount)
    return { kind: 'one', schema: plain.extend({ amount: createAmountField(country) }) };
  const close = { evenIfUnsettled: evenIfUnsettled.optional() };
  return { kind: 'one', schema: command.closesBatch ? plain.extend(close) : plain };
}

type Undo = Pick<Command, 'options' | 'takesAmount'> & { readonly undoing: OriginalReference };

function createUndoBody(
  type: TransactionType,
  country: Country,
  { options, takesAmount, undoing }: Undo,
): OperationBody {
  const ofOurs = createFields(type, options).extend({ originalTransactionId });
  const byNumbers = createFields(type, undoing.foreignSaleOptions);
  const numbers = Object.keys(undoing.foreignSaleOptions.shape).filter((name) => !(name in options.shape));
  if (!takesAmount) return { kind: 'undo', ofOurs, byNumbers, numbers };
  const amount = createAmountField(country);
  const all = amount.optional().meta({ description: 'How much goes back: by default all that is left.' });
  return {
    kind: 'undo',
    ofOurs: ofOurs.extend({ amount: all }),
    byNumbers: byNumbers.extend({ amount, evenIfRepeated: evenIfRepeated.optional() }),
    numbers,
  };
}

function createFields(type: TransactionType, options: OptionsSchema) {
  // Only where nothing has to be given may the options be left out.
  const mayBeLeftOut = options.safeParse({}).success;
  return z.strictObject({
    type: z.literal(type),
    ...everyRequest,
    options: mayBeLeftOut ? options.prefault({}) : options,
  });
}

/** The schema for a request of unknown type. It accepts none, and names the faults that do not depend on the type. */
export function createUntypedBody(country: Country): BodySchema {
  const types = listCapabilities(country);
  const type = z.enum(types, { error: `must be one of ${types.join(', ')}` });
  return z.looseObject({ type, ...everyRequest }).transform(() => z.NEVER);
}
