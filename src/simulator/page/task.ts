import type { Operation } from '../operations/operation.js';
import type { Settings } from '../settings.js';
import { isQr } from '../wire/result-statement.js';
import type { ShownAmount } from './amount.js';
import { shownAmount } from './amount.js';
import type { Tongue, Way } from './words.js';
import { taskIn } from './words.js';

/** What becomes of the callback: there is none in sync mode. */
export type CallbackFate = 'none' | 'due' | 'lost';

/** An operation as a screen shows it. */
export interface Task {
  readonly idPosTxs: string;
  readonly customId: string | null;
  /** The path of the command. */
  readonly command: string;
  /** Its name in the terminal's language. */
  readonly name: string;
  readonly way: Way;
  /** Null for a command without one. */
  readonly amount: ShownAmount | null;
  readonly callback: CallbackFate;
}

/** The operation in the words of its terminal. */
export function taskOf(operation: Operation, tongue: Tongue, settings: Settings): Task {
  const { idPosTxs, customId, command, order, terminal } = operation;
  return {
    ...{ idPosTxs: String(idPosTxs), customId: customId ?? null, command: command.path },
    name: taskIn(tongue, paidByQr(operation) ? 'qr' : command.path),
    way: wayOf(operation),
    amount: order.amount > 0 ? shownAmount(order.amount, terminal.country, settings.arAmountUnit) : null,
    callback: fateOf(operation),
  };
}

const ways = { sale: 'card', undo: 'confirm', report: 'none' } as const;

function wayOf(operation: Operation): Way {
  return paidByQr(operation) ? 'qr' : ways[operation.command.kind];
}

function paidByQr(operation: Operation): boolean {
  return operation.command.path === 'sale' && isQr(operation);
}

function fateOf({ webhook, script }: Operation): CallbackFate {
  if (webhook === undefined) return 'none';
  return script.callback?.lost === true ? 'lost' : 'due';
}
