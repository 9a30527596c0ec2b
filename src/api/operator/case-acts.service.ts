import { Inject, Injectable } from '@nestjs/common';
import type { Merchants } from '../../config/merchants/merchants.js';
import { judgeActs } from '../../domain/operator-acts.js';
import type { CaseFacts, JudgedAct } from '../../domain/operator-acts.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { HeldTerminals } from './held-terminals.service.js';

/** Says what a person may do about a transaction, by the rules of the routes. */
@Injectable()
export class CaseActs {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly held: HeldTerminals,
  ) {}

  /** @throws Problem `orchestrator-unavailable` */
  async judge(
    { accepted, status, attention }: Snapshot,
    standing: Pick<CaseFacts, 'isAnswered' | 'late' | 'chargeGone'>,
  ): Promise<readonly JudgedAct[]> {
    const terminal = this.merchants.findTerminal(accepted.merchant, accepted.terminal.id);
    const release = terminal && (await this.held.judge(await this.held.findLease(terminal)));
    return judgeActs({ status, facts: attention, ...standing, release, nowMs: Date.now() });
  }
}
