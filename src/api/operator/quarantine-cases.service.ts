import { Inject, Injectable } from '@nestjs/common';
import type { ConfiguredTerminal, Merchants } from '../../config/merchants/merchants.js';
import { describeUnknown, listOwn } from '../../domain/quarantine.js';
import { judgeReleaseAct } from '../../domain/operator-acts.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { Quarantines } from '../store/quarantines.service.js';
import type { QuarantineMemo } from '../../workflows/terminal-quarantine.messages.js';
import type { AttentionCase, CaseEvidence } from './attention-case.js';
import type { Candidate } from './attention-page.js';
import { HeldTerminals } from './held-terminals.service.js';

/** So many terminals are looked at at a time. */
const AT_A_TIME = 50;

/** Finds the terminals that take no new payment: each is a case. */
@Injectable()
export class QuarantineCases {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly quarantines: Quarantines,
    private readonly held: HeldTerminals,
  ) {}

  /** One call for each terminal, and none to the index. @throws Problem `orchestrator-unavailable` */
  async find(merchant: string): Promise<readonly Candidate<AttentionCase>[]> {
    const terminals = this.merchants.listTerminals(merchant);
    const found: Candidate<AttentionCase>[] = [];
    for (let from = 0; from < terminals.length; from += AT_A_TIME) {
      const some = terminals.slice(from, from + AT_A_TIME);
      for (const candidate of await Promise.all(some.map((terminal) => this.look(terminal))))
        if (candidate) found.push(candidate);
    }
    return found;
  }

  private async look(terminal: ConfiguredTerminal): Promise<Candidate<AttentionCase> | undefined> {
    const quarantine = await this.quarantines.find(terminal);
    if (quarantine === undefined) return undefined;
    return {
      startedAtMs: Date.parse(quarantine.since),
      key: `quarantine/${terminal.id}`,
      read: () => this.read(terminal, quarantine),
    };
  }

  private async read(
    terminal: ConfiguredTerminal,
    { since, unknown }: QuarantineMemo,
  ): Promise<AttentionCase> {
    const release = await this.held.judge(await this.held.findLease(terminal));
    return {
      net: undefined,
      subject: { terminalId: terminal.id },
      reason: 'quarantined',
      since,
      evidence: listEvidence(unknown, { merchant: terminal.merchant, since }),
      acts: [judgeReleaseAct(release)],
    };
  }
}

/** A device may have come from another merchant with its quarantine: its present one ends that, and is told of no transaction of the other. */
function listEvidence(
  unknown: QuarantineMemo['unknown'],
  { merchant, since }: { readonly merchant: string; readonly since: string },
): readonly CaseEvidence[] {
  const own = listOwn(unknown, merchant).map((one) => ({ at: one.at, says: describeUnknown(one) }));
  const evidence = own.length > 0 ? own : [{ at: since, says: OF_ANOTHER_MERCHANT }];
  return evidence.map(({ at, says }) => ({ at, source: 'transaction', says, times: 1, lastAt: at }));
}

const OF_ANOTHER_MERCHANT = 'outcomes of another merchant’s transactions on this device stayed unknown';
