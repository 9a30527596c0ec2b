import type { Snapshot } from '../../domain/snapshot.js';
import type { TurnedAway } from '../../domain/undo.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** @returns the answer to an undo of a transaction the caller has not. */
export function unknownOriginal(id: string): Problem {
  const detail =
    `No transaction of this merchant is called "${id}", or it is older than this service remembers. Nothing was started: ` +
    'correct originalTransactionId; a sale that was made elsewhere is undone by Getnet’s numbers.';
  const fault = {
    field: 'originalTransactionId',
    message: 'is not the id of a transaction of this merchant',
  };
  return problem('unknown-original', detail, { errors: [fault] });
}

/** @returns the answer to an undo of a transaction whose own outcome is not proven. */
export function unsettledOriginal({ accepted, status }: Snapshot): Problem {
  const { transactionId, type } = accepted;
  const detail =
    `${transactionId}, the ${type} to undo, is ${status}: whether it moved money is not known. Nothing was started; wait until ` +
    'it is final (GET it with Prefer: wait), then repeat with the same key.';
  return problem('not-settled', detail);
}

/** @returns the answer to an undo of what moved no money. */
export function nothingToReverse({ accepted, status }: Snapshot): Problem {
  const { transactionId, type } = accepted;
  const detail = `${transactionId} is a ${type} that ended ${status}: only an approved sale can be reversed. Nothing was started.`;
  return problem('not-reversible', detail);
}

/** @returns the answer to an undo that Getnet could not find the sale for. */
export function unnamedAtGetnet({ accepted }: Snapshot, undo: string): Problem {
  const { transactionId, terminal } = accepted;
  const detail =
    `Getnet approved ${transactionId} without the numbers that a ${undo} names it by, so it cannot be reversed from here. ` +
    `Nothing was started: reverse it at the terminal ${terminal.id}, by its receipt.`;
  return problem('not-reversible', detail);
}

/** @param since what the terminal did since. @returns the answer to a void whose number may mean another sale by now. */
export function noLongerVoidable({ accepted }: Snapshot, { accepted: since, status }: Snapshot): Problem {
  const why =
    since.type === 'close'
      ? `its batch ${status === 'completed' ? 'was' : 'may have been'} closed by ${since.transactionId}, and a terminal voids only sales of the open batch`
      : `the terminal has given its number to ${since.transactionId} since, which a void would take back instead`;
  const detail = `${accepted.transactionId} cannot be voided any more: ${why}. Nothing was started: return it instead.`;
  return problem('not-reversible', detail);
}

const advice: Readonly<Record<TurnedAway['reason'], string>> = {
  'not-settled': 'Wait until that one is final (GET it with Prefer: wait), then repeat with the same key.',
  'already-reversed': 'Do not repeat: there is nothing left to give back.',
  'not-reversible': 'Do not repeat it as it is.',
  'amount-exceeds-original': 'Ask for that much at most; the key is unused.',
  'wrong-terminal': 'Name that terminal, or return the sale instead; the key is unused.',
};

/** @param sale as its caller knows it. @returns the answer to an undo that the rules do not allow. */
export function turnedAway({ reason, detail }: TurnedAway, sale: string): Problem {
  return problem(
    reason,
    `${sale} cannot be undone like this: ${detail}. Nothing was started. ${advice[reason]}`,
  );
}

/** @param option the number that names it. @returns the answer to an undo, by Getnet's numbers, of a sale of ours. */
export function ourOwnSale({ accepted }: Snapshot, option: string): Problem {
  const { transactionId } = accepted;
  const detail =
    `These are the numbers of ${transactionId}, a sale of this service, which remembers what was undone of it. Nothing was ` +
    `started: send "originalTransactionId": "${transactionId}" instead of them.`;
  const fault = {
    field: `options.${option}`,
    message: `belongs to ${transactionId}: send originalTransactionId instead`,
  };
  return problem('invalid-request', detail, { transactionId, errors: [fault] });
}
