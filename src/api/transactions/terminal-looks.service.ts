import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import { MERCHANTS } from '../settings.module.js';
import { Leases } from '../terminals/leases.service.js';
import type { TerminalLook } from './opening.js';
import { RecentIds } from './recent-ids.js';
import type { StartRequest } from './start-request.js';

/** Looks at the terminals of requests to start. */
@Injectable()
export class TerminalLooks {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly leases: Leases,
    private readonly recentIds: RecentIds,
  ) {}

  /**
   * For a look at the same time as at the key.
   *
   * @returns undefined for a key that was seen here before, and for a terminal that is not known: first the key decides.
   */
  async atFirst(request: StartRequest): Promise<TerminalLook | undefined> {
    const { transactionId } = request;
    const isRepeat = this.recentIds.has(transactionId);
    this.recentIds.add(transactionId);
    const terminal = this.terminalOf(request);
    return isRepeat || terminal === undefined ? undefined : this.lookAt(terminal);
  }

  /** @throws Problem `unknown-terminal`, `orchestrator-unavailable` */
  async now(request: StartRequest): Promise<TerminalLook> {
    const terminal = this.terminalOf(request);
    if (terminal === undefined) throw unknownTerminal(request);
    return this.lookAt(terminal);
  }

  private async lookAt(terminal: ConfiguredTerminal): Promise<TerminalLook> {
    return { terminal, lease: await this.leases.latest(terminal) };
  }

  private terminalOf({ caller, body }: StartRequest): ConfiguredTerminal | undefined {
    return this.merchants.findTerminal(caller.merchant, body.terminalId);
  }
}

function unknownTerminal({ body }: StartRequest): Problem {
  const detail = `There is no terminal "${body.terminalId}": GET /v1/terminals lists yours. Nothing was started.`;
  const fault = { field: 'terminalId', message: 'is not the id of a terminal of this merchant' };
  return problem('unknown-terminal', detail, { errors: [fault] });
}
