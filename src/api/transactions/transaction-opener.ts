import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { createUniqueMoment, transactionInput } from './accept.js';
import type { Opening } from './opening.js';
import { StartConditions } from './start-conditions.service.js';
import { TransactionStarter } from './transaction-starter.js';

/** An attempt that was asked for, and the snapshot after its dispatch if that came in time. */
export interface Opened {
  readonly accepted: Accepted;
  readonly afterDispatch: Snapshot | undefined;
}

/** Opens new attempts, where nothing stands in the way. */
@Injectable()
export class TransactionOpener {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly conditions: StartConditions,
    private readonly starter: TransactionStarter,
  ) {}

  /** @throws Problem where something stands in the way; `orchestrator-unavailable` */
  async open(opening: Opening): Promise<Opened> {
    const { request, attempt, terminal, lease } = opening;
    const { transactionId, body, requestHash, waitUntil } = request;
    const undo = await this.conditions.check(opening);
    const createdAt = createUniqueMoment();
    const holder = lease?.memo.holder.transactionId;
    // Our own attempt before is none: its number may be ours.
    const previous = holder === transactionId ? opening.previous : holder;
    const acceptance = {
      attempt: { transactionId, attempt },
      body,
      requestHash,
      terminal,
      undo,
      previous,
      createdAt,
    };
    const input = transactionInput(acceptance, this.environment);
    const { accepted } = input;
    const { deadlineMs } = waitUntil;
    const afterDispatch = await (attempt === 1
      ? this.starter.start(input, deadlineMs)
      : this.starter.tryAgain(accepted, deadlineMs));
    return { accepted, afterDispatch };
  }

  /** Waits for the dispatch of an attempt that has been opened. @returns undefined where it did not come in time. */
  attach(accepted: Accepted, deadlineMs: number): Promise<Snapshot | undefined> {
    return this.starter.attach(accepted, deadlineMs);
  }
}
