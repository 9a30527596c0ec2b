import { Injectable } from '@nestjs/common';
import { attentionTexts } from '../../domain/attention.js';
import { listOpenDifferences } from '../../domain/reconciliation-cases.js';
import { lineTexts } from '../../domain/reconciliation-lines.js';
import type { ReconciledLine } from '../../domain/reconciliation-lines.js';
import { formatAmount } from '../../domain/money.js';
import { ReconciliationRuns } from '../store/reconciliation-runs.service.js';
import type { ReconciliationInput, ReconciliationStanding } from '../../workflows/reconciliation.messages.js';
import type { AttentionCase } from './attention-case.js';
import type { Candidate } from './attention-page.js';
import { OperatorTransactions } from './operator-transactions.service.js';

/** Finds the differences of reconciliations that nobody has settled: each is a case. */
@Injectable()
export class DifferenceCases {
  constructor(
    private readonly runs: ReconciliationRuns,
    private readonly transactions: OperatorTransactions,
  ) {}

  /** @throws Problem `orchestrator-unavailable` */
  async find(merchant: string): Promise<readonly Candidate<AttentionCase>[]> {
    const waiting = await this.runs.listWaiting(merchant);
    return waiting.flatMap(({ input, standing }) =>
      standing === undefined ? [buildUnreadableCase(input)] : this.listLines(merchant, standing),
    );
  }

  private listLines(merchant: string, standing: ReconciliationStanding): readonly Candidate<AttentionCase>[] {
    return listOpenDifferences(standing).map((place) => ({
      startedAtMs: Date.parse(standing.comparedAt ?? standing.input.createdAt),
      key: `${standing.input.id}/${String(place).padStart(4, '0')}`,
      read: () => this.read(merchant, standing, place),
    }));
  }

  private async read(
    merchant: string,
    { input, lines, comparedAt }: ReconciliationStanding,
    place: number,
  ): Promise<AttentionCase | undefined> {
    const line = lines[place];
    if (line === undefined) return undefined;
    const at = comparedAt ?? input.createdAt;
    const { ours } = line;
    const found = ours && (await this.transactions.find(merchant, ours.transactionId));
    return {
      net: found ? await this.transactions.complete(found.snapshot) : undefined,
      subject: { terminalId: input.terminal.id, reconciliationId: input.id },
      reason: 'difference',
      since: at,
      evidence: [{ at, source: 'reconciliation', says: describeLine(line, place), times: 1, lastAt: at }],
      nextStep: `${lineTexts[line.class]} ${attentionTexts.difference.nextStep}`,
      acts: [{ act: 'settle_difference', allowed: true, why: null }],
    };
  }
}

/** One case for all of its lines: that somebody has to look at them is known without its run. */
function buildUnreadableCase({ id, terminal, createdAt }: ReconciliationInput): Candidate<AttentionCase> {
  const evidence = {
    at: createdAt,
    source: 'reconciliation',
    says: NOT_READABLE,
    times: 1,
    lastAt: createdAt,
  };
  const found: AttentionCase = {
    net: undefined,
    subject: { terminalId: terminal.id, reconciliationId: id },
    reason: 'difference',
    since: createdAt,
    evidence: [evidence],
    nextStep:
      'Read the list again once a worker answers for the reconciliation, then settle its differences.',
    acts: [{ act: 'settle_difference', allowed: false, why: NOT_READABLE }],
  };
  return { startedAtMs: Date.parse(createdAt), key: id, read: () => Promise.resolve(found) };
}

const NOT_READABLE = 'Its lines cannot be read now: no worker answers for the reconciliation.';

function describeLine({ class: found, ours, theirs }: ReconciledLine, place: number): string {
  const mine = ours ? `${ours.status}${ours.amount ? ` ${formatAmount(ours.amount)}` : ''}` : 'nothing';
  const numbers = theirs
    ? [
        theirs.operationId && `operation ${theirs.operationId}`,
        theirs.authorizationCode && `code ${theirs.authorizationCode}`,
      ]
    : [];
  const listed = [theirs?.amount && formatAmount(theirs.amount), ...numbers, theirs?.realDate].filter(
    Boolean,
  );
  return `line ${place}: ${found}; ours: ${mine}; the terminal: ${theirs ? listed.join(', ') : 'nothing'}`;
}
