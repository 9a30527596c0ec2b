import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import { parseTransactionId } from '../../domain/ids.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { CaseIndex, mergeCases } from '../store/case-index.service.js';
import type { PossibleCase } from '../store/case-index.service.js';
import { Leases } from '../store/leases.service.js';

/** The terminals of a larger merchant are not looked at one by one: the index is a few seconds behind. */
const MAX_TERMINALS = 100;

/** Finds the transactions that may wait for a person. */
@Injectable()
export class PossibleCases {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly index: CaseIndex,
    private readonly leases: Leases,
  ) {}

  /** @returns the oldest first. @throws Problem `orchestrator-unavailable` */
  async find(merchant: string): Promise<readonly PossibleCase[]> {
    const found = await Promise.all([this.index.find(merchant), this.findLatest(merchant)]);
    return mergeCases(found.flat());
  }

  /** What the terminals did last is never behind, and costs one call each, two where it has no lease now. */
  private async findLatest(merchant: string): Promise<readonly PossibleCase[]> {
    const terminals = this.merchants.listTerminals(merchant);
    if (terminals.length > MAX_TERMINALS) return [];
    const found = await Promise.all(terminals.map((terminal) => this.findHolder(terminal)));
    return found.filter((holder) => holder !== undefined);
  }

  private async findHolder(terminal: ConfiguredTerminal): Promise<PossibleCase | undefined> {
    const lease = await this.leases.findLatest(terminal);
    const { transactionId = '', createdAt = '' } = lease?.memo.holder ?? {};
    const id = parseTransactionId(transactionId);
    if (lease === undefined || id === undefined) return undefined;
    const isLeaseEndedByHand = await this.leases.isEndedByHand(terminal, lease);
    return { transactionId: id, startedAtMs: Date.parse(createdAt), isLeaseEndedByHand };
  }
}
