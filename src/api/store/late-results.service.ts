import { Inject, Injectable } from '@nestjs/common';
import { policyFor } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import type { Merchants } from '../../config/merchants/merchants.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import type { CustomId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import {
  hintArrivedSignal,
  buildLateResultStart,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../workflows/late-result.messages.js';
import type { LateResultFinding, LateResultInput } from '../../workflows/late-result.messages.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { LOOK_UP, TEMPORAL, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { undefinedWhenNotFound } from './unavailable.js';

/** Makes durable what came too late and does not agree. */
@Injectable()
export class LateResults {
  constructor(
    @Inject(TEMPORAL) private readonly temporal: Temporal,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(MERCHANTS) private readonly merchants: Merchants,
  ) {}

  /**
   * Keeps the hint, for a workflow to verify. Nothing is asked again once a charge by the same number is proven; after anything
   * less, each new callback is.
   *
   * @throws Problem `orchestrator-unavailable`
   */
  async keep(closed: Snapshot, hint: CallbackHint): Promise<void> {
    const finding = await this.readFinding(closed.accepted.customId);
    if (typeof finding === 'object' && isProvenBy(finding, hint)) return;
    await callTemporal(this.temporal, LOOK_UP, () =>
      this.temporal.client.workflow.signalWithStart(lateResultWorkflow, this.start(closed, hint)),
    );
  }

  /** @returns what a late callback about the attempt came to; undefined where none ever came. */
  async findMoneyMoved(customId: CustomId): Promise<LateResultFinding['moneyMoved'] | undefined> {
    const finding = await this.readFinding(customId);
    return finding === 'open' ? 'unknown' : finding?.moneyMoved;
  }

  private async readFinding(customId: CustomId): Promise<LateResultFinding | 'open' | undefined> {
    const run = this.temporal.client.workflow.getHandle(lateResultWorkflowId(customId));
    const description = await callTemporal(this.temporal, LOOK_UP, () => run.describe()).catch(
      undefinedWhenNotFound,
    );
    if (description === undefined) return undefined;
    if (description.status.name !== 'COMPLETED') return 'open';
    return callTemporal(this.temporal, LOOK_UP, () => run.result());
  }

  private start({ accepted, idPosTxs }: Snapshot, hint: CallbackHint) {
    const { terminal, merchant } = accepted;
    const configured = this.merchants.findTerminal(merchant, terminal.id);
    const policy = policyFor(this.environment, {
      mode: configured?.mode ?? 'async',
      deviceQuery: false,
    });
    const input: LateResultInput = { version: 1, accepted, policy, ...(idPosTxs && { idPosTxs }) };
    return {
      ...buildLateResultStart(input, { taskQueue: this.temporal.taskQueue, claims: hint.claims }),
      signal: hintArrivedSignal,
      signalArgs: [hint] as [CallbackHint],
    };
  }
}

function isProvenBy({ moneyMoved, verdict }: LateResultFinding, { idPosTxs }: CallbackHint): boolean {
  if (moneyMoved !== 'yes') return false;
  return idPosTxs === undefined || ('idPosTxs' in verdict && verdict.idPosTxs === idPosTxs);
}
