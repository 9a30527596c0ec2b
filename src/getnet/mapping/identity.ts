import { parseIdPosTxs } from '../../domain/ids.js';
import type { CustomId, IdPosTxs } from '../../domain/ids.js';
import type { WireWrapper } from '../wire/answer.js';
import type { MoneyTerms } from './charge.js';
import type { ReportTerms } from './report.js';
import type { OriginalSale } from './voided-sale.js';

/** What an answer about one of our commands is compared with. */
export interface CommandFacts {
  readonly customId: CustomId;
  readonly functionCode: number;
  /** In the country's wire unit; undefined for a command without an amount. */
  readonly amount?: number;
  /** How the amounts of an answer are read; undefined where the configuration has not said their unit. */
  readonly money?: MoneyTerms;
  /** A sale paid by card: it is not approved without an authorisation code (contract §9). */
  readonly cardSale: boolean;
  /** Only of a void: the sale that is to be voided. */
  readonly voids?: OriginalSale;
  /** Only of a command that moves no money, and then always: it may end without a code of the terminal (contract §4.5). */
  readonly report?: ReportTerms;
}

/** The id the answer names, or undefined where it names none, an unreadable one or several. */
export function readNamedId({ idPosTxs: named }: WireWrapper): IdPosTxs | undefined {
  return named.length === 1 ? parseIdPosTxs(named[0]) : undefined;
}

/** Whether the answer names a `customId` that is not ours: it belongs to another operation (contract §11.2). */
export function isForeign({ customId }: WireWrapper, ours: CommandFacts): boolean {
  return customId.some((name) => name !== ours.customId);
}

/** Whether the answer names another operation's `customId`, readably, and ours nowhere. */
export function isProvenForeign({ customId }: WireWrapper, ours: CommandFacts): boolean {
  const readable = customId.filter((name) => name !== UNREADABLE);
  return readable.length > 0 && !readable.includes(ours.customId);
}

/** Stands for a name that is there and cannot be read. */
const UNREADABLE = 'unreadable';

/** By what an answer that is about no other operation names ours. */
export interface Naming {
  readonly customId: boolean;
  readonly idPosTxs: boolean;
}

/** How the answer names our operation. An answer that names another operation proves nothing. */
export function readNaming(wrapper: WireWrapper): Naming {
  return { customId: wrapper.customId.length === 1, idPosTxs: readNamedId(wrapper) !== undefined };
}
