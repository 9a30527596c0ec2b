import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../../config/environment/environment.js';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { describeQuarantine } from '../../domain/quarantine.js';
import { isSale } from '../../domain/transaction-type.js';
import { getProblemKind } from '../problems/catalogue.js';
import { problem } from '../problems/problem.js';
import type { ProblemExtras } from '../problems/problem.js';
import { terminalBusyProblem } from '../problems/terminal-busy-problem.js';
import type { LatestLease } from '../store/leases.service.js';
import { Quarantines } from '../store/quarantines.service.js';
import type { Opening } from './terminal-reader.service.js';

/** Refuses requests for terminals that are seen to be taken, before anything is started. */
@Injectable()
export class FreeTerminals {
  constructor(
    private readonly quarantines: Quarantines,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** A lease of this very transaction is no obstacle: another request with the key was quicker. Nor is one to a request that waits. @throws Problem `terminal-busy`, `terminal-quarantined`, `orchestrator-unavailable` */
  async requireFree({ request, attempt, terminal, lease }: Opening): Promise<void> {
    const { caller, transactionId, body } = request;
    if (body.onBusy === 'wait') return;
    if (lease === undefined || !lease.running || lease.memo.holder.transactionId === transactionId) return;
    const extras = attempt === 1 ? {} : { transactionId };
    if (isSale(body.type) && this.isHeldLong(lease)) await this.requireNoQuarantine(terminal, extras);
    const holder = { ...lease.memo.holder, until: lease.memo.until };
    throw terminalBusyProblem({ terminalId: terminal.id, merchant: caller.merchant, holder }, extras);
  }

  /** An ordinary command has ended by then: only after it does a refusal take a look more. */
  private isHeldLong({ memo }: LatestLease): boolean {
    return Date.now() - Date.parse(memo.since) > this.environment.LIFECYCLE_WINDOW;
  }

  /** The last of the unknown outcomes may still have the terminal: that it takes no payment says more than that it is busy. */
  private async requireNoQuarantine(terminal: ConfiguredTerminal, extras: ProblemExtras): Promise<void> {
    const quarantine = await this.quarantines.find(terminal);
    if (quarantine === undefined) return;
    const why = describeQuarantine(quarantine.unknown, terminal.merchant);
    const { next } = getProblemKind('terminal-quarantined');
    throw problem('terminal-quarantined', `Nothing reached the terminal (${why}). ${next}`, extras);
  }
}
