import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants.js';
import type { Settings } from '../../config/settings.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { problem } from '../problems/problem.js';
import { SETTINGS } from '../settings.module.js';
import { Leases } from '../terminals/leases.service.js';
import { terminalBusy } from '../terminals/terminal-busy.js';
import { momentOfItsOwn, transactionInput } from './accept.js';
import type { StartRequest } from './start-request.js';
import { TransactionStarter } from './transaction-starter.js';

/** An attempt that was asked for, and what came of its dispatch if that was said in time. */
export interface Opened {
  readonly accepted: Accepted;
  readonly told: Snapshot | undefined;
}

/** Opens new attempts, where the terminal is free. */
@Injectable()
export class TransactionOpener {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly leases: Leases,
    private readonly starter: TransactionStarter,
  ) {}

  /** @throws Problem `unknown-terminal`, `terminal-busy`, `orchestrator-unavailable` */
  async open(request: StartRequest, attempt: number): Promise<Opened> {
    const { transactionId, body, requestHash, patience } = request;
    const terminal = this.terminalOf(request);
    await this.requireFree(terminal, request, attempt);
    const createdAt = momentOfItsOwn();
    const acceptance = { attempt: { transactionId, attempt }, body, requestHash, terminal, createdAt };
    const input = transactionInput(acceptance, this.settings.environment);
    return { accepted: input.accepted, told: await this.starter.start(input, patience.until) };
  }

  private terminalOf({ caller, body }: StartRequest): ConfiguredTerminal {
    const terminal = this.settings.merchants.terminal(caller.merchant, body.terminalId);
    if (terminal !== undefined) return terminal;
    const detail = `There is no terminal "${body.terminalId}": GET /v1/terminals lists yours. Nothing was started.`;
    const fault = { field: 'terminalId', message: 'is not the id of a terminal of this merchant' };
    throw problem('unknown-terminal', detail, { errors: [fault] });
  }

  /** A lease of this very transaction is no obstacle: another request with the key was quicker. */
  private async requireFree(terminal: ConfiguredTerminal, request: StartRequest, attempt: number) {
    const { caller, transactionId } = request;
    const lease = await this.leases.current(terminal);
    if (lease === undefined || lease.holder.transactionId === transactionId) return;
    const holder = { ...lease.holder, until: lease.until };
    const busy = { terminalId: terminal.id, merchant: caller.merchant, holder };
    throw terminalBusy(busy, attempt === 1 ? {} : { transactionId });
  }
}
