import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import type { CancelAnswer } from '../store/transaction-canceller.service.js';

/** Why a transaction is not cancelled, and what to do instead. */
export function notCancellableProblem(refusal: Exclude<CancelAnswer, 'taken'>, snapshot: Snapshot): Problem {
  const { transactionId } = snapshot.accepted;
  return problem('not-cancellable', `${explain(refusal, snapshot)} ${describeNextStep(snapshot)}`, {
    transactionId,
  });
}

function explain(refusal: Exclude<CancelAnswer, 'taken'>, { accepted, status }: Snapshot): string {
  switch (refusal) {
    case 'AlreadyEnded':
      return `The transaction has ended: ${status}.`;
    case 'closed':
      return isFinal(status)
        ? `The transaction has ended: ${status}.`
        : 'The run of the transaction ended without an outcome, so nothing can be cancelled in it.';
    case 'NoCancelCommand':
      return `The command may have reached the terminal, and Getnet has no command that stops a ${accepted.type} in ${accepted.terminal.country}.`;
    case 'CancelTooLate':
      return 'The terminal may already work on another command, and a cancel request would stop whatever runs there.';
    case 'UndoByService':
      return 'The service started this undo itself; it cannot be cancelled.';
    case 'RepeatsEarlierRun':
      return 'The run of the transaction was reset by hand, and such a run sends nothing to a terminal.';
  }
}

function describeNextStep({ accepted, status }: Snapshot): string {
  if (!isFinal(status))
    return `Wait for the outcome: GET it with Prefer: wait. The customer can still cancel at the terminal.`;
  return status === 'approved' && accepted.undoes === undefined
    ? 'An approved sale can be voided or returned.'
    : 'There is nothing left to cancel.';
}
