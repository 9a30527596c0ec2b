import { Injectable } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import { cutPage } from './attention-page.js';
import type { AttentionPage, Candidate, PageRequest } from './attention-page.js';
import { CaseReader } from './case-reader.service.js';
import type { AttentionCase } from './attention-case.js';
import { OtherCases } from './other-cases.service.js';
import { PossibleCases } from './possible-cases.service.js';

/** How long a page looks through the reports of terminals: the cases themselves are worth more than what is proposed about them. */
const PROPOSE_WITHIN_MS = 10_000;

/** Lists what waits for a person. */
@Injectable()
export class Attention {
  constructor(
    private readonly possible: PossibleCases,
    private readonly cases: CaseReader,
    private readonly others: OtherCases,
  ) {}

  /** The oldest first. @throws Problem `orchestrator-unavailable` */
  async list({ merchant }: Caller, page: PageRequest): Promise<AttentionPage<AttentionCase>> {
    const found = await Promise.all([this.findTransactions(merchant), this.others.find(merchant)]);
    return cutPage(found.flat(), page);
  }

  private async findTransactions(merchant: string): Promise<readonly Candidate<AttentionCase>[]> {
    const possible = await this.possible.find(merchant);
    const proposeUntilMs = Date.now() + PROPOSE_WITHIN_MS;
    return possible.map((one) => ({
      startedAtMs: one.startedAtMs,
      key: one.transactionId,
      read: () => this.cases.read(merchant, one, proposeUntilMs),
    }));
  }
}
