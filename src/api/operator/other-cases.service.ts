import { Injectable } from '@nestjs/common';
import type { AttentionCase } from './attention-case.js';
import type { Candidate } from './attention-page.js';
import { DifferenceCases } from './difference-cases.service.js';
import { QuarantineCases } from './quarantine-cases.service.js';
import { WebhookCases } from './webhook-cases.service.js';

/** Finds what waits for a person and is not the outcome of a transaction. */
@Injectable()
export class OtherCases {
  constructor(
    private readonly differences: DifferenceCases,
    private readonly webhooks: WebhookCases,
    private readonly quarantines: QuarantineCases,
  ) {}

  /** @throws Problem `orchestrator-unavailable` */
  async find(merchant: string): Promise<readonly Candidate<AttentionCase>[]> {
    const kinds = [this.differences, this.webhooks, this.quarantines];
    return (await Promise.all(kinds.map((kind) => kind.find(merchant)))).flat();
  }
}
