import { Inject, Injectable } from '@nestjs/common';
import { toDevice } from '../../domain/terminal.js';
import type { Terminal } from '../../domain/terminal.js';
import { isOpen, undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { quarantineEndedUpdate, quarantineWorkflowId } from '../../workflows/terminal-quarantine.messages.js';
import type { QuarantineEnd, QuarantineMemo } from '../../workflows/terminal-quarantine.messages.js';
import { LOOK_UP_MS, TEMPORAL, callTemporal, waitOnTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';
import { refuseUnavailable } from './unavailable.js';

/** How long a worker may take to end a quarantine. */
const END_WITHIN_MS = 15_000;

/** Tells which terminals take no new payment, and ends that. */
@Injectable()
export class Quarantines {
  constructor(@Inject(TEMPORAL) private readonly temporal: Temporal) {}

  /** @returns undefined for a terminal that is not quarantined. @throws Problem `orchestrator-unavailable` */
  async find(terminal: Terminal): Promise<QuarantineMemo | undefined> {
    const found = await callTemporal(this.temporal, LOOK_UP_MS, () =>
      this.getHandle(terminal).describe(),
    ).catch(undefinedWhenNotFound);
    return found && isOpen(found.status.name) ? (found.memo as unknown as QuarantineMemo) : undefined;
  }

  /** Answers when the terminal takes payments again; at once where it is not quarantined. @throws Problem `orchestrator-unavailable` */
  async end(terminal: Terminal, end: QuarantineEnd): Promise<void> {
    if ((await this.find(terminal)) === undefined) return;
    const update = () => this.getHandle(terminal).executeUpdate(quarantineEndedUpdate, { args: [end] });
    try {
      await waitOnTemporal(this.temporal, Date.now() + END_WITHIN_MS, update);
    } catch {
      // It may have ended in the same moment, by a poll.
      if (await this.find(terminal)) throw refuseUnavailable();
    }
  }

  private getHandle(terminal: Terminal) {
    return this.temporal.client.workflow.getHandle(quarantineWorkflowId(toDevice(terminal)));
  }
}
