import { isQr } from '../operations/operation.js';
import type { Operation } from '../operations/operation.js';
import type { Settings } from '../settings.js';
import type { DisplayedAmount } from './amount.js';
import { formatAmount } from './amount.js';
import type { ScreenLanguage, InputMethod } from './words.js';
import { taskName } from './words.js';

/** What becomes of the callback: there is none in sync mode. */
export type CallbackState = 'none' | 'due' | 'lost';

/** Whether the cloud's status query still knows of an operation; the terminal itself always does. */
export type CloudMemory = 'knows' | 'forgot';

/** An operation as a screen shows it. */
export interface Task {
  readonly idPosTxs: string;
  readonly customId: string | null;
  /** The path of the command. */
  readonly command: string;
  /** Its name in the terminal's language. */
  readonly name: string;
  readonly inputMethod: InputMethod;
  /** Null for a command without one. */
  readonly amount: DisplayedAmount | null;
  readonly callback: CallbackState;
  readonly cloud: CloudMemory;
}

/** The operation in the words of its terminal. */
export function renderTask(operation: Operation, language: ScreenLanguage, settings: Settings): Task {
  const { idPosTxs, customId, command, order, terminal } = operation;
  return {
    idPosTxs: String(idPosTxs),
    customId: customId ?? null,
    command: command.path,
    name: taskName(language, isPaidByQr(operation) ? 'qr' : command.path),
    inputMethod: chooseInputMethod(operation),
    amount: order.amount > 0 ? formatAmount(order.amount, terminal.country, settings.arAmountUnit) : null,
    callback: readCallbackState(operation),
    cloud: readCloudMemory(operation),
  };
}

const inputMethods = { sale: 'card', undo: 'confirm', report: 'none' } as const;

function chooseInputMethod(operation: Operation): InputMethod {
  return isPaidByQr(operation) ? 'qr' : inputMethods[operation.command.kind];
}

function isPaidByQr(operation: Operation): boolean {
  return operation.command.path === 'sale' && isQr(operation);
}

function readCallbackState({ webhook, script }: Operation): CallbackState {
  if (webhook === undefined) return 'none';
  return script.callback?.lost === true ? 'lost' : 'due';
}

function readCloudMemory({ statusPlan: [step] }: Operation): CloudMemory {
  return step?.reply === 'not_found' && step.times === 'always' ? 'forgot' : 'knows';
}
