import { Injectable } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import type { NetSale } from '../../domain/net-sale.js';
import { isFinal } from '../../domain/status.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import { ConfirmationUpdates } from '../store/confirmation-updates.service.js';
import { NetTransactions } from './net-transactions.service.js';

/** A request about one transaction of the caller, by its id as it came with the address. */
export interface ByIdRequest {
  readonly caller: Caller;
  readonly id: string;
}

/** Keeps approved sales that have to be confirmed. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly transactions: NetTransactions,
    private readonly updates: ConfirmationUpdates,
  ) {}

  /** The sale, confirmed. @throws Problem `not-found`, `not-confirmable`, `orchestrator-unavailable` */
  async confirm(request: ByIdRequest): Promise<NetSale> {
    const read = () => this.transactions.read({ ...request, waitUntil: { deadlineMs: 0, forFinal: false } });
    const before = await read();
    const isConfirmed = await this.updates.confirm(
      before.snapshot.accepted.transactionId,
      request.caller.keyId,
    );
    const net = await read();
    if (isConfirmed || net.snapshot.confirmation?.state === 'confirmed') return net;
    throw notConfirmableProblem(net);
  }
}

function notConfirmableProblem({ snapshot }: NetSale): Problem {
  const { transactionId } = snapshot.accepted;
  if (mayBecomeConfirmable(snapshot)) {
    const detail = `${explain(snapshot)} It is not approved yet: confirm it in time after its approval, or the service undoes it.`;
    return problem('not-confirmable', detail, { transactionId, retry: 'same_key' });
  }
  return problem('not-confirmable', `${explain(snapshot)} Read the transaction before you go on.`, {
    transactionId,
  });
}

/** Whoever gives up confirming now would have a paid sale undone. */
function mayBecomeConfirmable({ accepted, status, confirmation }: NetSale['snapshot']): boolean {
  return accepted.confirmWithinMs !== undefined && confirmation === undefined && !isFinal(status);
}

function explain({ accepted, status, confirmation, reversal }: NetSale['snapshot']): string {
  const { transactionId, confirmWithinMs } = accepted;
  if (confirmWithinMs === undefined) return `${transactionId} was not started with confirmWithin.`;
  if (confirmation === undefined)
    return `${transactionId} is ${status}: only an approved sale can be confirmed.`;
  if (reversal?.state === 'failed')
    return `The time to confirm ${transactionId} is over, and it could not be undone: ${reversal.detail ?? ''}`;
  if (reversal?.state === 'kept')
    return `The time to confirm ${transactionId} is over, it could not be undone, and an operator keeps it.`;
  if (confirmation.state === 'open')
    return `The run of ${transactionId} was reset by hand, so it accepts no confirmation: an operator has to decide.`;
  if (confirmation.state === 'given_up')
    return `${transactionId} was given up by a cancel, and the service undoes it.`;
  return `The time to confirm ${transactionId} was over at ${confirmation.confirmBy}, and the service undoes it.`;
}
