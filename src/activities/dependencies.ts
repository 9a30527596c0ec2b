import { WorkflowFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { CustomId } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Terminal } from '../domain/terminal.js';
import type { LateResultAction } from '../domain/merchant-policies.js';
import type { SubscribedEndpoint } from '../domain/webhook-audience.js';
import type { WebhookSender } from '../domain/webhook-sending.js';
import type { GetnetClient } from '../getnet/client.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';

/** What happens rarely and should be seen: each is a counter of the worker's metrics. */
export type Occurrence =
  | 'lease_lost'
  | 'lease_overdue'
  | 'terminal_quarantined'
  | 'answer_delivered_by_signal'
  | 'answer_without_transaction'
  | 'contradicting_answer'
  | 'undo_exceeds_sale'
  | 'webhook_refused'
  | 'webhook_dead';

/** The endpoints of merchants, and the way to them. */
export interface Webhooks extends Pick<WebhookSender, 'send'> {
  /** As configured now. Undefined for a merchant that is stopped or not configured: nobody knows here which it has. */
  readonly listEndpoints: (merchant: string) => readonly SubscribedEndpoint[] | undefined;
  /** Between the tries of a delivery that is opened now. */
  readonly pausesMs: readonly number[];
}

/** What a daily reconciliation is started with. */
export interface DailyTerms {
  readonly terminal: Terminal;
  readonly policy: Policy;
}

/**
 * What a worker's merchants file says about the end of a terminal's day. `not_wanted`: its merchant has no closing time, or not this terminal.
 * `not_known`: the merchant is stopped or missing, so that nobody knows here.
 */
export type DailySetting = DailyTerms | 'not_wanted' | 'not_known';

/** What the activities are built over. */
export interface Dependencies {
  readonly getnet: Pick<GetnetClient, 'send' | 'cancel' | 'status' | 'statusAtDevice'>;
  readonly temporal: Client;
  readonly taskQueue: string;
  /** Where Getnet calls back about an attempt: the address is a secret. Undefined without `PUBLIC_URL`. */
  readonly callbackUrl: ((customId: CustomId) => string) | undefined;
  /** What the merchant wants done about a charge that is proven too late. */
  readonly findLateResultAction: (merchant: string) => LateResultAction;
  readonly count: (what: Occurrence) => void;
  /** How long the undos of a sale are remembered after its end. */
  readonly retentionMs: number;
  /** A terminal that is closed daily, and the policy of its commands, as configured now. */
  readonly findDailyTerms: (merchant: string, terminalId: string) => DailySetting;
  /** A merchant's terminal as it is configured now; undefined where it was taken out. */
  readonly findTerminal: (merchant: string, terminalId: string) => Terminal | undefined;
  readonly webhooks: Webhooks;
}

/** No call to Temporal may hang: the SDK sets no deadline of its own. */
export const TEMPORAL_DEADLINE_MS = 4_000;

/** Runs a call to Temporal under a deadline. */
export function callTemporal<T>(
  { temporal }: Pick<Dependencies, 'temporal'>,
  call: () => Promise<T>,
): Promise<T> {
  return temporal.withDeadline(Date.now() + TEMPORAL_DEADLINE_MS, call);
}

/** For `catch`: a run that is forgotten, or was ended by hand, has no result; any other failure is thrown on. */
export function undefinedWithoutResult(failure: unknown): undefined {
  if (!(failure instanceof WorkflowFailedError)) undefinedWhenNotFound(failure);
}
