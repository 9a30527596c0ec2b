import { Injectable } from '@nestjs/common';
import type { Caller, ConfiguredTerminal } from '../../config/merchants/merchants.js';
import type { ReleaseJudgement } from '../../domain/release.js';
import { problem } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import type { LatestLease } from '../store/leases.service.js';
import { OperatorUpdates } from '../store/operator-updates.service.js';
import type { TerminalNow } from '../terminals/render-terminal.js';
import { Terminals } from '../terminals/terminals.service.js';
import { HeldTerminals } from './held-terminals.service.js';
import type { ReleaseBody } from './read-operator-body.js';

/** A request to take a terminal from its holder. */
export interface ReleaseRequest {
  readonly caller: Caller;
  /** As it came with the address. */
  readonly terminalId: string;
  readonly body: ReleaseBody;
}

/** Takes terminals from holders that are provably done with them, and lets quarantined ones take payments again. */
@Injectable()
export class Releases {
  constructor(
    private readonly held: HeldTerminals,
    private readonly updates: OperatorUpdates,
    private readonly terminals: Terminals,
  ) {}

  /**
   * What is known decides, else what Getnet and the terminal say when they are asked now.
   *
   * @throws Problem `not-found`, `terminal-in-use`, `orchestrator-unavailable`
   */
  async release({ caller, terminalId, body }: ReleaseRequest): Promise<TerminalNow> {
    const { terminal } = await this.terminals.readOne(caller, terminalId);
    const proof = await this.releaseFromHolder({ caller, terminalId, body }, terminal);
    const { keyId: actor } = caller;
    const { reason } = body;
    await this.updates.endQuarantine(terminal, {
      version: 1,
      kind: 'released',
      actor,
      reason,
      proof,
      at: Date.now(),
    });
    return this.terminals.readOne(caller, terminalId);
  }

  /** @returns what allowed it. */
  private async releaseFromHolder(
    { caller, body }: ReleaseRequest,
    terminal: ConfiguredTerminal,
  ): Promise<string> {
    const lease = await this.held.findLease(terminal);
    if (lease === undefined) return 'nobody had the terminal';
    const judgement = await this.judgeAfterAsking(terminal, lease);
    if (!judgement.allowed) throw terminalInUseProblem(caller, lease, judgement.why);
    const why = `${judgement.proof}; released by operator ${caller.keyId}: ${body.reason}`;
    await this.held.end(terminal, lease, why);
    return judgement.proof;
  }

  private async judgeAfterAsking(
    terminal: ConfiguredTerminal,
    lease: LatestLease,
  ): Promise<ReleaseJudgement> {
    const before = await this.held.judge(lease);
    if (before.allowed) return before;
    const holder = await this.held.findHolder(lease);
    const answer = holder && (await this.updates.requestStatus(holder));
    if (answer === undefined) return before;
    await this.held.waitForRelease(answer);
    const now = await this.held.findLease(terminal);
    if (now?.runId !== lease.runId) return { allowed: true, proof: 'its holder gave it back' };
    return this.held.judge(lease);
  }
}

/** Another merchant's transaction is never named. */
function terminalInUseProblem({ merchant }: Caller, { memo }: LatestLease, why: string): Problem {
  const { holder, until } = memo;
  return problem('terminal-in-use', `${why} This request released nothing; try again later.`, {
    busyUntil: until,
    ...(holder.merchant === merchant && { holder: holder.transactionId }),
  });
}
