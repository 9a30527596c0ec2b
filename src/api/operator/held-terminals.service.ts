import { Injectable } from '@nestjs/common';
import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { buildCustomId, parseTransactionId } from '../../domain/ids.js';
import { judgeRelease } from '../../domain/release.js';
import type { HeldTerminal, ReleaseJudgement } from '../../domain/release.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { LateResults } from '../store/late-results.service.js';
import { Leases } from '../store/leases.service.js';
import type { LatestLease } from '../store/leases.service.js';
import { isAnswering } from '../store/run.js';
import type { Run } from '../store/run.js';
import { Runs } from '../store/runs.service.js';

/** Knows who has a terminal, and whether it may be taken from them. */
@Injectable()
export class HeldTerminals {
  constructor(
    private readonly leases: Leases,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /** @returns undefined for a terminal that is free. @throws Problem `orchestrator-unavailable` */
  async findLease(terminal: ConfiguredTerminal): Promise<LatestLease | undefined> {
    const lease = await this.leases.findLatest(terminal);
    return lease?.running ? lease : undefined;
  }

  /** By what is known now, without asking anybody. @throws Problem `orchestrator-unavailable` */
  async judge(lease: LatestLease | undefined): Promise<ReleaseJudgement> {
    return judgeRelease(lease && (await this.read(lease)), Date.now());
  }

  /** @returns the run that can have Getnet asked about the holder's command; undefined where there is none. */
  async findHolder({ memo }: LatestLease): Promise<Run | undefined> {
    const id = parseTransactionId(memo.holder.transactionId);
    const run = id && (await this.runs.find(id));
    return run && isAnswering(run) ? run : undefined;
  }

  /** A holder that has just been proven gives its terminal back by itself. */
  waitForRelease(snapshot: Snapshot): Promise<void> {
    return this.runs.waitForRelease(snapshot.accepted.transactionId, snapshot);
  }

  /** @throws Problem `orchestrator-unavailable` */
  end(terminal: ConfiguredTerminal, lease: LatestLease, why: string): Promise<void> {
    return this.leases.end(terminal, lease, why);
  }

  private async read({ memo }: LatestLease): Promise<HeldTerminal> {
    const { holder, since: permittedAt, until, isForQuery = false } = memo;
    const { attempt } = holder;
    const id = parseTransactionId(holder.transactionId);
    const customId = id && buildCustomId({ transactionId: id, attempt });
    const [snapshot, late] = await Promise.all([
      id && this.runs.readSnapshot(id),
      customId && this.lateResults.findMoneyMoved({ customId, permittedAt }),
    ]);
    const isProvenLate = late === 'no';
    return { untilMs: Date.parse(until), attempt, isForQuery, holder: snapshot, isProvenLate };
  }
}
