import type { PersonalOption } from '../../domain/personal-data.js';
import type { Options } from '../../domain/transaction.js';
import type { Command, OptionsSchema } from './pack.js';

/** What is particular to a command that moves no money. */
export interface ReportSpec {
  readonly path: string;
  readonly functionCode: number;
  readonly options: OptionsSchema;
  /** Sent where the caller said nothing. */
  readonly defaults?: Options;
  readonly personal?: readonly PersonalOption[];
  readonly closesBatch?: true;
  readonly answersWithVoucher?: boolean;
}

/** @returns a command without an amount: a report, or a setting of the terminal. */
export function defineReport({ defaults = {}, ...spec }: ReportSpec): Command {
  return {
    ...spec,
    takesAmount: false,
    moneyOptions: [],
    defaults: () => defaults,
    isCardSale: () => false,
  };
}
