import { Injectable, Inject } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import type { LatestLease } from '../store/leases.service.js';
import type { StartRequest } from './start-request.js';
import type { TransactionId } from '../../domain/ids.js';
import { unknownTerminalProblem } from '../problems/unknown-terminal-problem.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { Leases } from '../store/leases.service.js';

/** A terminal of the caller, and its latest lease. */
export interface TerminalView {
  readonly terminal: ConfiguredTerminal;
  readonly lease: LatestLease | undefined;
}

/** An attempt to open, at a terminal whose latest lease has been looked at. */
export interface Opening extends TerminalView {
  readonly request: StartRequest;
  readonly attempt: number;
  /** The transaction that had the terminal before the attempt before this one. */
  readonly previous?: string | undefined;
}

/** So many ids are remembered; one that was forgotten costs a look at its terminal. */
const MAX_IDS = 20_000;

/** The transactions this process has started or read: for a repeat of their keys the terminal need not be looked at. */
@Injectable()
export class RecentIds {
  private readonly ids = new Set<TransactionId>();

  add(id: TransactionId): void {
    this.ids.delete(id);
    this.ids.add(id);
    const [oldest] = this.ids;
    if (this.ids.size > MAX_IDS && oldest !== undefined) this.ids.delete(oldest);
  }

  has(id: TransactionId): boolean {
    return this.ids.has(id);
  }
}

/** Looks at the terminals of requests to start. */
@Injectable()
export class TerminalReader {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly leases: Leases,
    private readonly recentIds: RecentIds,
  ) {}

  /**
   * Reads the terminal in parallel with the look-up of the key.
   *
   * @returns undefined for a key that was seen here before, and for an unknown terminal: the key is judged first.
   */
  async readUnlessSeen(request: StartRequest): Promise<TerminalView | undefined> {
    const { transactionId } = request;
    const isRepeat = this.recentIds.has(transactionId);
    this.recentIds.add(transactionId);
    const terminal = this.findTerminal(request);
    return isRepeat || terminal === undefined ? undefined : this.addLease(terminal);
  }

  /** @throws Problem `unknown-terminal`, `orchestrator-unavailable` */
  async readTerminal(request: StartRequest): Promise<TerminalView> {
    const terminal = this.findTerminal(request);
    if (terminal === undefined) throw unknownTerminalProblem(request.body.terminalId);
    return this.addLease(terminal);
  }

  private async addLease(terminal: ConfiguredTerminal): Promise<TerminalView> {
    return { terminal, lease: await this.leases.findLatest(terminal) };
  }

  private findTerminal({ caller, body }: StartRequest): ConfiguredTerminal | undefined {
    return this.merchants.findTerminal(caller.merchant, body.terminalId);
  }
}
