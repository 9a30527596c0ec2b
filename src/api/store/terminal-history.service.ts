import { Injectable } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Terminal } from '../../domain/terminal.js';
import { walkBack } from '../../domain/terminal-chain.js';
import type { TerminalWalk, WalkLimits } from '../../domain/terminal-chain.js';
import { Runs } from './runs.service.js';
import { Leases } from './leases.service.js';

/** Reads what a terminal did: its latest lease names the last transaction, and each names the one before it. */
@Injectable()
export class TerminalHistory {
  constructor(
    private readonly leases: Leases,
    private readonly runs: Runs,
  ) {}

  /** Its transactions as they stand, latest first. @throws Problem `orchestrator-unavailable` */
  async read(terminal: Terminal, limits: WalkLimits): Promise<TerminalWalk> {
    const lease = await this.leases.findLatest(terminal);
    const last = lease && parseTransactionId(lease.memo.holder.transactionId);
    const from: readonly TransactionId[] = last === undefined ? [] : [last];
    return walkBack((id) => this.runs.readSnapshot(id), from, limits);
  }
}
