import { Injectable } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import { takePage } from './attention-page.js';
import type { AttentionPage, PageRequest } from './attention-page.js';
import { CaseReader } from './case-reader.service.js';
import type { AttentionCase } from './case-reader.service.js';
import { PossibleCases } from './possible-cases.service.js';

/** Lists what waits for a person. */
@Injectable()
export class Attention {
  constructor(
    private readonly possible: PossibleCases,
    private readonly cases: CaseReader,
  ) {}

  /** The oldest first. @throws Problem `orchestrator-unavailable` */
  async list({ merchant }: Caller, page: PageRequest): Promise<AttentionPage<AttentionCase>> {
    const possible = await this.possible.find(merchant);
    return takePage(possible, page, (one) => this.cases.read(merchant, one));
  }
}
