import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { TransactionId } from '../../domain/ids.js';
import { endsBeforeOwners, listLateCandidates } from '../../domain/report-line-owners.js';
import type { ProposalPast } from '../../domain/report-line-owners.js';
import { findFittingLines } from '../../domain/report-lines.js';
import { describeObstacle, proposeFromReport } from '../../domain/report-proposals.js';
import type { ProposalObstacle, ReportProposal } from '../../domain/report-proposals.js';
import type { Snapshot } from '../../domain/snapshot.js';
import {
  MAX_OPERATIONS_SINCE_SALE,
  findDispatchedAtMs,
  listPreceding,
  walkBack,
} from '../../domain/terminal-chain.js';
import { isSale } from '../../domain/transaction-type.js';
import { LedgerUnavailable } from '../../ledger/database/ledger-unavailable.js';
import { LedgerDatabase } from '../../ledger/database/ledger-database.js';
import { listReportsSince } from '../../ledger/queries/reports-since.js';
import { LateResults } from '../store/late-results.service.js';
import { Runs } from '../store/runs.service.js';

/** What the reports of a terminal propose about a sale; `note` says why they propose nothing. */
export interface Proposals {
  readonly proposals: readonly ReportProposal[];
  readonly note: string | null;
}

/** The list is read without the ledger, too: a slow one is not waited for. */
const LEDGER_MS = 500;

/** How long the past of a terminal is read for one case. */
const PAST_MS = 3_000;

/** Later ones repeat the lines of these, or list another batch. */
const MAX_REPORTS = 5;

/**
 * Finds what a terminal's own reports propose about a sale of unknown outcome. The ledger finds the reports; what the terminal did besides
 * is read from the runs themselves, and only where a line fits. Nothing is decided here: a person judges a proposal.
 */
@Injectable()
export class ReportProposals {
  constructor(
    @Inject(LedgerDatabase) private readonly ledger: LedgerDatabase,
    private readonly runs: Runs,
    private readonly lateResults: LateResults,
  ) {}

  /**
   * @param untilMs when whoever asks wants to know, for a list has many cases. What is not read by then is not known.
   * @returns no note for what no report can propose anything about.
   * @throws Problem `orchestrator-unavailable`
   */
  async find(sale: Snapshot, untilMs = Infinity): Promise<Proposals> {
    if (sale.status !== 'needs_attention' || !isSale(sale.accepted.type)) return buildNoProposals(null);
    const sinceMs = findDispatchedAtMs(sale);
    if (sinceMs === undefined) return buildNoProposals(NOT_DISPATCHED);
    const reports = await this.listReports(sale, sinceMs);
    if (reports === undefined) return buildNoProposals(LEDGER_IS_AWAY);
    return this.judge(sale, reports, untilMs);
  }

  /** @returns undefined where the ledger is away. */
  private async listReports(
    { accepted: { merchant, terminal } }: Snapshot,
    sinceMs: number,
  ): Promise<readonly Snapshot[] | undefined> {
    const wanted = { merchant, terminalId: terminal.id, sinceMs, limit: MAX_REPORTS };
    const found = await this.ledger.askBriefly(LEDGER_MS, () => listReportsSince(this.ledger, wanted));
    return found instanceof LedgerUnavailable ? undefined : found;
  }

  /** The first report with a line that fits is judged: those after it repeat its lines, or list another batch. */
  private async judge(sale: Snapshot, reports: readonly Snapshot[], untilMs: number): Promise<Proposals> {
    const report = reports.find((one) => findFittingLines(sale, one).length > 0) ?? reports[0];
    if (report === undefined) return buildNoProposals(NO_REPORT);
    const found = await this.propose(sale, report, untilMs);
    return typeof found === 'string'
      ? buildNoProposals(describeObstacle(report, found))
      : { proposals: found, note: null };
  }

  private async propose(
    sale: Snapshot,
    report: Snapshot,
    untilMs: number,
  ): Promise<readonly ReportProposal[] | ProposalObstacle> {
    if (findFittingLines(sale, report).length === 0) return 'no_line';
    const past = await this.readPast({ sale, report }, Math.min(PAST_MS, untilMs - Date.now()));
    return past === undefined ? 'past_not_known' : proposeFromReport(sale, report, past);
  }

  /** @returns undefined where it is not read in time. */
  private async readPast(judged: Judged, limitMs: number): Promise<ProposalPast | undefined> {
    if (limitMs <= 0) return undefined;
    const over = new AbortController();
    const walk = this.walk(judged, over.signal);
    walk.catch(() => undefined);
    try {
      return await Promise.race([walk, pause(limitMs, undefined, { signal: over.signal })]);
    } finally {
      over.abort();
    }
  }

  private async walk({ sale, report }: Judged, over: AbortSignal): Promise<ProposalPast> {
    const limits = { isEnd: endsBeforeOwners(sale), maxTransactions: MAX_OPERATIONS_SINCE_SALE };
    const read = (id: TransactionId) => (over.aborted ? Promise.resolve(undefined) : this.read(id));
    const walk = await walkBack(read, listPreceding(report), limits);
    const mayOwn = listLateCandidates(sale, report, walk);
    const isLate = await Promise.all(mayOwn.map((one) => this.lateResults.mayHaveCharged(one)));
    const chargedLate = mayOwn.filter((_, place) => isLate[place]);
    return { ...walk, chargedLate: chargedLate.map(({ accepted }) => accepted.transactionId) };
  }

  /**
   * A run that does not answer may have the numbers of the line: what was written last of it does not say so. One that was ended by hand
   * does not know all that had the terminal before it, whether its outcome was found out or not.
   */
  private async read(id: TransactionId): Promise<Snapshot | undefined> {
    const run = await this.runs.find(id);
    if (run === undefined || run.kind === 'lost' || (run.kind === 'closed' && run.isRecovered))
      return undefined;
    return this.runs.presentAnswered(run);
  }
}

interface Judged {
  readonly sale: Snapshot;
  readonly report: Snapshot;
}

const NO_REPORT =
  'No report of the terminal after the command is known. Take its details once it is free; in Argentina its last_voucher works too.';
const LEDGER_IS_AWAY =
  'The ledger does not answer, so reports of the terminal cannot be found: read a report by its id.';
const NOT_DISPATCHED = 'It is not known when the command was sent, so no report is known to be later.';

function buildNoProposals(note: string | null): Proposals {
  return { proposals: [], note };
}
