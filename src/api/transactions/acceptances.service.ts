import { Inject, Injectable } from '@nestjs/common';
import type { Environment } from '../../config/environment/environment.js';
import type { Merchants } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { buildAnnounces } from '../../domain/webhook-audience.js';
import type { TransactionInput } from '../../workflows/transaction.messages.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { buildTransactionInput } from './accept.js';
import type { Acceptance } from './accept.js';

/** Accepts requests by the settings as they are now. */
@Injectable()
export class Acceptances {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(MERCHANTS) private readonly merchants: Merchants,
  ) {}

  /** The input of the transaction's workflow. A merchant that gets its first endpoint later is told of later transactions. */
  accept(acceptance: Acceptance): TransactionInput {
    const merchant = this.merchants.findMerchant(acceptance.terminal.merchant);
    const built = buildTransactionInput(acceptance, this.environment);
    const quarantineAfter = merchant?.policies.quarantineAfter;
    const { QUARANTINE_SILENT_AFTER: quarantineSilentAfter } = this.environment;
    const quarantine = quarantineAfter !== undefined && { quarantineAfter, quarantineSilentAfter };
    const policy = { ...built.policy, ...quarantine };
    return { ...built, policy, ...buildAnnounces(merchant?.webhooks) };
  }
}
