import type { AttentionReason } from '../../domain/attention.js';
import type { JudgedAct } from '../../domain/operator-acts.js';
import type { NetSale } from '../../domain/net-sale.js';
import type { EvidenceEntry } from '../../domain/snapshot.js';
import type { Proposals } from './report-proposals.service.js';

/** What was learned about a case that is no transaction's own. */
export type CaseEvidence = Omit<EvidenceEntry, 'source'> & { readonly source: string };

/** Something that waits for a person. */
export interface AttentionCase {
  /** Undefined for a case without a transaction. */
  readonly net: NetSale | undefined;
  /** What it is about besides, or instead. */
  readonly subject: {
    readonly terminalId?: string;
    readonly endpoint?: string;
    readonly reconciliationId?: string;
  };
  readonly reason: AttentionReason;
  /** ISO 8601. */
  readonly since: string;
  /** Besides what the transaction itself has. */
  readonly evidence: readonly CaseEvidence[];
  /** Where it says more than the reason does. */
  readonly nextStep?: string;
  /** Only of a transaction: what its terminal's own reports propose. */
  readonly proposals?: Proposals;
  readonly acts: readonly JudgedAct[];
}
