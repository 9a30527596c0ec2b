import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants.js';
import type { Settings } from '../../config/settings.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { problem } from '../problems/problem.js';
import { SETTINGS } from '../settings.module.js';
import { momentOfItsOwn, transactionInput } from './accept.js';
import { StartConditions } from './start-conditions.service.js';
import type { StartRequest } from './start-request.js';
import { TransactionStarter } from './transaction-starter.js';

/** An attempt that was asked for, and what came of its dispatch if that was said in time. */
export interface Opened {
  readonly accepted: Accepted;
  readonly told: Snapshot | undefined;
}

/** Opens new attempts, where nothing stands in the way. */
@Injectable()
export class TransactionOpener {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly conditions: StartConditions,
    private readonly starter: TransactionStarter,
  ) {}

  /** @throws Problem `unknown-terminal`, and whatever stands in the way; `orchestrator-unavailable` */
  async open(request: StartRequest, attempt: number): Promise<Opened> {
    const { transactionId, body, requestHash, patience } = request;
    const terminal = this.terminalOf(request);
    const undo = await this.conditions.met({ request, attempt, terminal });
    const createdAt = momentOfItsOwn();
    const acceptance = { attempt: { transactionId, attempt }, body, requestHash, terminal, undo, createdAt };
    const input = transactionInput(acceptance, this.settings.environment);
    return { accepted: input.accepted, told: await this.starter.start(input, patience.until) };
  }

  private terminalOf({ caller, body }: StartRequest): ConfiguredTerminal {
    const terminal = this.settings.merchants.terminal(caller.merchant, body.terminalId);
    if (terminal !== undefined) return terminal;
    const detail = `There is no terminal "${body.terminalId}": GET /v1/terminals lists yours. Nothing was started.`;
    const fault = { field: 'terminalId', message: 'is not the id of a terminal of this merchant' };
    throw problem('unknown-terminal', detail, { errors: [fault] });
  }
}
