import type { OptionValue } from '../../domain/transaction.js';
import type { Command, OptionsSchema } from './pack.js';

/** What is particular to a command that moves no money. */
export interface ReportSpec {
  readonly path: string;
  readonly functionCode: number;
  readonly options: OptionsSchema;
  /** Sent where the caller said nothing. */
  readonly defaults?: Readonly<Record<string, OptionValue>>;
}

/** @returns a command without an amount: a report, or a setting of the terminal. */
export function report({ path, functionCode, options, defaults = {} }: ReportSpec): Command {
  return {
    path,
    functionCode,
    takesAmount: false,
    options,
    moneyOptions: [],
    defaults: () => defaults,
    isCardSale: () => false,
  };
}
