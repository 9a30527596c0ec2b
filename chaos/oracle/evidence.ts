import type { Body } from '../../test/e2e/support/http.js';
import type { TrueOutcome } from '../../test/e2e/support/simulator.js';
import type { ReceivedAnswer } from '../record.js';
import type { SentCommand } from '../world/proxies.js';
import type { EpochMs } from '../../src/domain/time.js';

/** A command as Getnet received it. */
export interface ReceivedCommand {
  readonly customId: string;
  readonly at: string;
  readonly executed: boolean;
  /** The HTTP status answered; undefined: none was. */
  readonly status: number | undefined;
}

/** What is known of one transaction from all sides. */
export interface Case {
  readonly id: string;
  readonly isUndo: boolean;
  /** Answers about it, in the order in which they were received. */
  readonly responses: readonly ReceivedAnswer[];
  /** What each API says after all faults have stopped and all has ended; undefined: it did not answer. */
  readonly last: readonly (Pick<ReceivedAnswer, 'http' | 'body'> | undefined)[];
  readonly truth: TrueOutcome;
  /** Commands as they left a worker, and as Getnet received them, oldest first. */
  readonly sent: readonly SentCommand[];
  readonly received: readonly ReceivedCommand[];
  /** When the terminal approved it, ISO 8601. */
  readonly approvedAt: string | undefined;
  /** A callback that told the truth was taken. */
  readonly isTruthTold: boolean;
  /** What its script does leaves it unknown for good. */
  readonly mayNeedPerson: boolean;
  /** Getnet said that it carried out nothing, and did. */
  readonly isRefusedButRuns: boolean;
  /** When each attempt was too late to be sent, by `customId`. */
  readonly dispatchBy: Readonly<Record<string, EpochMs>>;
  /** As the list shows it; undefined: it does not. */
  readonly row: Body | undefined;
  readonly isInAttentionList: boolean;
  /** What another merchant is answered about it; undefined: it was not asked. */
  readonly strangerHttp: number | undefined;
}

/** Everything that the oracle judges. */
export interface Evidence {
  readonly cases: readonly Case[];
  readonly alarms: readonly { readonly kind: string; readonly text: string }[];
  readonly forged: readonly { readonly how: string; readonly http: number }[];
  /** Histories that the code does not replay, each with why. */
  readonly diverged: readonly {
    readonly workflowId: string;
    readonly why: string;
    /** Of Temporal's Core, and not of our code: `known-race.ts`. */
    readonly isKnownRace: boolean;
  }[];
  /** Leases that run although their bound is over. */
  readonly leases: readonly string[];
  /** Secrets found where none may be. */
  readonly leaks: readonly string[];
  /** Processes that ended unasked. */
  readonly accidents: readonly string[];
  /** A clock was moved: deadlines of that run are not judged by the real one. */
  readonly isClockMoved: boolean;
}

/** Something that must never happen, and did. */
export interface Violation {
  /** What was broken, in a word or two. */
  readonly rule: string;
  readonly id: string;
  readonly text: string;
}

/** What a transaction is told to be by one answer. */
export interface Statement {
  readonly status: string;
  readonly moneyMoved: string;
  readonly attempt: number;
}

/** Problems that say of the transaction that it was not sent; others speak of the request alone. */
const ofNotSent: readonly unknown[] = [
  'terminal-busy',
  'terminal-quarantined',
  'cancelled',
  'mode-unavailable',
  'provider-rejected',
  'provider-unreachable',
  'terminal-offline',
  'dispatch-expired',
];

/** No worker answered in time: the API says what was written last, and that the money is not known. It takes nothing back. */
export function isWithoutWorker(body: Body): boolean {
  return body.outcome?.moneyMoved === 'unknown' && /no worker answer/i.test(body.outcome.detail ?? '');
}

/** @returns the undo of which a sale that is being undone says that it is open. */
export function findOpenUndo(body: Body | undefined): string | undefined {
  if (body?.status !== 'reversing') return undefined;
  const undo = body['undo'] as { readonly transactionId: string } | null | undefined;
  return undo?.transactionId;
}

/** @returns undefined for an answer that says nothing about the transaction. */
export function readStatement({ http, body }: Pick<ReceivedAnswer, 'http' | 'body'>): Statement | undefined {
  if (isWithoutWorker(body)) return undefined;
  const attempt = body.attempt ?? 1;
  if (http < 300 && typeof body.status === 'string')
    return { status: body.status, moneyMoved: body.outcome?.moneyMoved ?? 'missing', attempt };
  const isNotSent = body.transactionId !== undefined && ofNotSent.includes(body.code);
  return isNotSent ? { status: 'not_sent', moneyMoved: String(body.moneyMoved), attempt } : undefined;
}
