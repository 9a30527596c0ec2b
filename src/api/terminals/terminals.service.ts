import { Inject, Injectable } from '@nestjs/common';
import type { Caller, ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import { notFoundProblem } from '../problems/problem.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { LastOperations } from '../store/latest-operation.service.js';
import { Queues } from '../store/queues.service.js';
import type { TerminalNow } from './render-terminal.js';

/** Shows a merchant's terminals. */
@Injectable()
export class Terminals {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly queues: Queues,
    private readonly lastOperations: LastOperations,
  ) {}

  /** In the order of the merchants file. @throws Problem `orchestrator-unavailable` */
  readAllOf({ merchant }: Caller): Promise<readonly TerminalNow[]> {
    return this.readAll(merchant, this.merchants.listTerminals(merchant));
  }

  /** @throws Problem `not-found`, for another merchant's terminal too */
  async readOne({ merchant }: Caller, terminalId: string): Promise<TerminalNow> {
    const terminal = this.merchants.findTerminal(merchant, terminalId);
    if (terminal === undefined)
      throw notFoundProblem('This merchant has no terminal with this id: GET /v1/terminals lists them.');
    return this.readState(terminal, this.lastOperations.readKnown(merchant, [terminalId]));
  }

  private readAll(
    merchant: string,
    terminals: readonly ConfiguredTerminal[],
  ): Promise<readonly TerminalNow[]> {
    const ids = terminals.map(({ id }) => id);
    const known = this.lastOperations.readKnown(merchant, ids);
    return Promise.all(terminals.map((terminal) => this.readState(terminal, known)));
  }

  private async readState(
    terminal: ConfiguredTerminal,
    known: ReturnType<LastOperations['readKnown']>,
  ): Promise<TerminalNow> {
    const [{ lease: latest, hasWaiters, isQuarantined }, operations] = await Promise.all([
      this.queues.readOccupancy(terminal),
      known,
    ]);
    const lastOperation = await this.lastOperations.read(terminal, latest, operations.get(terminal.id));
    const lease = latest?.running ? latest.memo : undefined;
    return { terminal, lease, hasWaiters, isQuarantined, lastOperation };
  }
}
