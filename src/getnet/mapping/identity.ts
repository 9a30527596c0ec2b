import { idPosTxs } from '../../domain/ids.js';
import type { CustomId, IdPosTxs } from '../../domain/ids.js';
import type { WireResult } from '../wire/terminal-result.js';
import type { WireWrapper } from '../wire/answer.js';
import type { ReportTerms } from './report.js';

/** What an answer about one of our commands is compared with. */
export interface CommandFacts {
  readonly customId: CustomId;
  readonly functionCode: number;
  /** In the country's wire unit; undefined for a command without an amount. */
  readonly amount?: number;
  /** A sale paid by card: it is not approved without an authorisation code (contract §9). */
  readonly cardSale: boolean;
  /** Only of a command that moves no money, and then always: it may end without a code of the terminal (contract §4.5). */
  readonly report?: ReportTerms;
}

/** @returns the id the answer names, or undefined where it names none, an unreadable one or several. */
export function namedId({ idPosTxs: named }: WireWrapper): IdPosTxs | undefined {
  return named.length === 1 ? idPosTxs(named[0]) : undefined;
}

/** @returns whether the answer names a `customId` that is not ours: it belongs to another operation (contract §11.2). */
export function isForeign({ customId }: WireWrapper, ours: CommandFacts): boolean {
  return customId.some((name) => name !== ours.customId);
}

/** @returns which of amount and function code are present and differ from the request's; an absent one differs not. */
export function differences(result: WireResult, ours: CommandFacts): readonly string[] {
  const pairs = {
    functionCode: [result.functionCode, ours.functionCode],
    amount: [result.amount, ours.amount],
  } as const;
  return Object.entries(pairs).flatMap(([field, [theirs, our]]) =>
    theirs === undefined || our === undefined || theirs === our ? [] : [field],
  );
}
