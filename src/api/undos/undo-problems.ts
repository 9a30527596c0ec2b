import type { Snapshot } from '../../domain/snapshot.js';
import type { UndoRefusal } from '../../domain/undo.js';
import { getProblemKind } from '../problems/catalogue.js';
import { problem, retrySoon } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** The answer to an undo of a transaction that the caller does not have. */
export function unknownOriginalProblem(id: string): Problem {
  const detail =
    `No transaction of this merchant is called "${id}", or it is older than this service remembers. Nothing was started: ` +
    'correct originalTransactionId, or pass Getnet’s numbers for a sale that was made elsewhere.';
  const fault = {
    field: 'originalTransactionId',
    message: 'is not the id of a transaction of this merchant',
  };
  return problem('unknown-original', detail, { errors: [fault] });
}

/** The answer to an undo of a transaction whose own outcome is not proven. */
export function unsettledOriginalProblem({ accepted, status }: Snapshot): Problem {
  const { transactionId, type } = accepted;
  const detail =
    `${transactionId}, the ${type} to undo, is ${status}: whether it moved money is not known. Nothing was started; wait until ` +
    'it is final (GET it with Prefer: wait), then repeat with the same key.';
  return problem('not-settled', detail);
}

/** The answer to an undo of what moved no money. */
export function nothingToReverseProblem({ accepted, status }: Snapshot): Problem {
  const { transactionId, type } = accepted;
  const detail = `${transactionId} is a ${type} that ended ${status}: only an approved sale can be reversed. Nothing was started.`;
  return problem('not-reversible', detail);
}

/** The answer to an undo of a sale for which Getnet gave no number. */
export function missingNumbersProblem({ accepted }: Snapshot, undo: string): Problem {
  const { transactionId, terminal } = accepted;
  const detail =
    `Getnet approved ${transactionId} without the numbers that a ${undo} needs, so the service cannot reverse it. ` +
    `Nothing was started: reverse it at the terminal ${terminal.id}, by its receipt.`;
  return problem('not-reversible', detail);
}

/** The answer to a void whose number may mean another sale by now, or none. @param why completes “cannot be voided any more: …”. */
export function notVoidableProblem({ accepted }: Snapshot, why: string): Problem {
  const detail = `${accepted.transactionId} cannot be voided any more: ${why}. Nothing was started: return it instead.`;
  return problem('not-reversible', detail);
}

/** @param sale as its caller knows it. @returns the answer to an undo that the rules do not allow. */
export function undoRefusedProblem({ reason, detail }: UndoRefusal, sale: string): Problem {
  const { next } = getProblemKind(reason);
  return problem(reason, `${sale} cannot be undone like this: ${detail}. Nothing was started. ${next}`);
}

/**
 * @param found every sale of ours that it may be.
 * @param option the number that names it.
 * @returns the answer to an undo, by Getnet's numbers, of a sale of ours.
 */
export function ownSaleProblem(found: readonly [Snapshot, ...Snapshot[]], option: string): Problem {
  const [{ accepted }, ...others] = found;
  const { transactionId } = accepted;
  const names = found.map((sale) => sale.accepted.transactionId).join(', ');
  const detail =
    others.length === 0
      ? `These are the numbers of ${transactionId}, a sale of this service, which remembers what was undone of it. Nothing was ` +
        `started: send "originalTransactionId": "${transactionId}" instead of them.`
      : `These numbers fit several sales of this service: ${names}. The service cannot tell which sale you mean. Nothing was ` +
        'started: send the id of that sale as "originalTransactionId" instead of them.';
  const fault = {
    field: `options.${option}`,
    message: `belongs to ${names}: send originalTransactionId instead`,
  };
  return problem('invalid-request', detail, { transactionId, errors: [fault] });
}

/** The answer to an undo by Getnet's numbers while we cannot look up whether they name a sale of ours. */
export function lookupUnavailableProblem(): Problem {
  const detail =
    'The service cannot check now whether these numbers belong to one of its sales. Nothing was started. Repeat with ' +
    'the same key in a moment; for a sale of this service send its "originalTransactionId", which needs no look-up.';
  return retrySoon(problem('orchestrator-unavailable', detail, { moneyMoved: 'no' }));
}
