import type { CancelOutcome } from '../domain/cancel.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { Policy } from '../domain/policy.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { DurationMs, EpochMs } from '../domain/time.js';
import type { Accepted } from '../domain/transaction.js';
import { queryStatus, buildCloudQuery, buildDeviceQuery } from './status-query.js';
import type { GetnetStatusAnswer, SendWindow, StatusQuery } from './status-query.js';
import type { Endpoint, GetnetEvent, CallContext } from './call.js';
import { buildCancel, sendCancel } from './cancel.js';
import { buildCommand } from './command.js';
import type { CommandSettings } from './command.js';
import type { CountrySettings } from './countries/country.js';
import { createDeadline, systemClock } from './deadline.js';
import type { Clock } from './deadline.js';
import type { Account, Credentials } from './login.js';
import { sendCommand } from './send.js';
import type { CdnErrorMeaning } from './send.js';
import { createMerchantTokens } from './tokens.js';
import type { Tokens } from './tokens.js';
import { listTerminals } from './terminal-list.js';
import type { TerminalList } from './terminal-list.js';
import { createTransport } from './transport.js';

/** What the client is built over. */
export interface GetnetClientOptions extends Endpoint, CountrySettings {
  /** Undefined for a merchant that is not configured. */
  readonly credentialsFor: (merchant: string) => Credentials | undefined;
  /** How a merchant's branch ids go over the wire; the country's way where it says nothing. */
  readonly sendIdSucursalAs?: (merchant: string) => CommandSettings['sendIdSucursalAs'];
  /** How a CDN's own errors to a command are read that say its origin was not reached; `unknown` where nothing is said. */
  readonly cdnErrorsMean?: CdnErrorMeaning;
  /** Told every token that is fetched, so that no log shows it. */
  readonly onToken?: (token: string) => void;
  /** Called once for every request. */
  readonly log: (event: GetnetEvent) => void;
  /** For tests. */
  readonly clock?: Clock;
}

/** What else a command is sent with. */
export interface SendOptions {
  readonly policy: Policy;
  /** The callback address of this attempt: required in async mode, not sent in sync mode. Secret. */
  readonly webhook?: string;
  /** What is left to send, by the orchestrator's clock; the worker's own may be slow. */
  readonly startWithin?: DurationMs;
  /**
   * Asked last, before each request of the command is written: after the login, once the connection is ready. Unless it
   * says yes before the deadline, nothing is written: a no or a rejection makes the command `withheld`, unless a request of it
   * was refused before: then that stands.
   */
  readonly mayStillSend?: () => Promise<boolean>;
  /** Asked instead before a refused token has the command written again: unless it says yes, the refusal is the answer. */
  readonly mayRepeat?: () => Promise<boolean>;
}

/** What else a cancel request is sent with. */
export interface CancelOptions {
  readonly policy: Policy;
  /** Later than this it is not sent. */
  readonly sendBy: EpochMs;
  /** The time left to send it, by the orchestrator's clock; the worker's own may be slow. */
  readonly sendWithin: DurationMs;
  /** Asked last, before each request is written: unless it says yes, nothing is. */
  readonly mayStillSend: () => Promise<boolean>;
}

/** What else a question to a terminal is sent with, as a cancel request is. */
export type DeviceQueryOptions = Omit<CancelOptions, 'policy' | 'mayStillSend'> &
  Partial<Pick<CancelOptions, 'mayStillSend'>>;

/** Getnet's cloud. Whatever it does is a value; nothing here throws for it. */
export interface GetnetClient {
  /** Hands over one command, at most once and never after its `dispatchBy`. Only its own time limits end it. */
  send(accepted: Accepted, options: SendOptions): Promise<DispatchOutcome>;
  /**
   * Asks Getnet to stop what the terminal works on (contract §4.6): the terminal has to be ours until this returns. The outcome
   * speaks of the request alone.
   */
  cancel(accepted: Accepted, options: CancelOptions): Promise<CancelOutcome>;
  /** Asks for the stored state of a command, within `limits.getnetTimeout` in all. Does not occupy the terminal. */
  status(question: StatusQuestion): Promise<GetnetStatusAnswer>;
  /**
   * Asks the terminal itself how a command ended (contract §5.2), within `limits.getnetTimeout` in all. It occupies the
   * terminal, so the lifecycle has to be over, and the terminal be ours until this returns; `silent` where the country's terminals
   * cannot be asked.
   */
  statusAtDevice(question: StatusQuestion, options: DeviceQueryOptions): Promise<GetnetStatusAnswer>;
  /** Asks which terminals belong to the merchant's credentials. */
  terminals(account: Account): Promise<TerminalList>;
  /** Closes idle connections; requests under way end by themselves. */
  close(): Promise<void>;
}

/** Builds the client: one per process, so that tokens are shared. */
export function createGetnetClient(options: GetnetClientOptions): GetnetClient {
  const { clock = systemClock, log } = options;
  const transport = createTransport({ clock });
  const context: CallContext = { endpoint: options, transport, clock, log };
  const tokens = createMerchantTokens(context, options);
  // The list is asked for once, beside everything else: its login must not stand in for that of a sale.
  const ownTokens = createMerchantTokens(context, options);
  const query = ({ accepted, policy }: StatusQuestion, request: StatusQuery, sendWindow?: SendWindow) => {
    const deadline = createDeadline(clock.now() + policy.limits.getnetTimeout, clock);
    const account = toAccount(accepted, policy);
    const asking = { query: request, customId: accepted.customId, account, deadline };
    return queryStatus(context, tokens, { ...asking, ...(sendWindow && { sendWindow }) });
  };

  return {
    send: (accepted, sending) => send({ context, tokens, options }, accepted, sending),

    cancel: (accepted, cancelling) => cancel({ context, tokens, options }, accepted, cancelling),

    status: (question) =>
      query(question, buildCloudQuery(question, pickSettings(options, question.accepted))),

    statusAtDevice(question, { sendBy, sendWithin, mayStillSend }) {
      const request = buildDeviceQuery(question, pickSettings(options, question.accepted));
      const deadline = createDeadline(sendBy, clock, sendWithin);
      return query(question, request, { deadline, mayStillSend });
    },

    terminals: (account) => listTerminals(context, ownTokens, account),

    close: () => transport.close(),
  };
}

interface Parts {
  readonly context: CallContext;
  readonly tokens: Tokens;
  readonly options: GetnetClientOptions;
}

async function send(
  { context, tokens, options }: Parts,
  accepted: Accepted,
  { policy, webhook, startWithin, ...mayLeave }: SendOptions,
): Promise<DispatchOutcome> {
  if (policy.mode === 'async' && webhook === undefined) return withoutCallback;
  const settings = pickSettings(options, accepted);
  const command = buildCommand(accepted, policy.mode === 'async' ? { ...settings, webhook } : settings);
  if (command.kind === 'unsendable') return { kind: 'unreachable', cause: command.cause };
  const deadline = createDeadline(accepted.dispatchBy, context.clock, startWithin);
  const account = toAccount(accepted, policy);
  const { cdnErrorsMean = 'unknown' } = options;
  const sending = { accepted, policy, command, account, deadline, cdnErrorsMean, ...mayLeave };
  return sendCommand(context, tokens, sending);
}

async function cancel(
  { context, tokens, options }: Parts,
  accepted: Accepted,
  { policy, sendBy, sendWithin, mayStillSend }: CancelOptions,
): Promise<CancelOutcome> {
  const request = buildCancel(accepted, pickSettings(options, accepted));
  const deadline = createDeadline(sendBy, context.clock, sendWithin);
  const account = toAccount(accepted, policy);
  return sendCancel(context, tokens, { request, account, deadline, mayStillSend });
}

const withoutCallback: DispatchOutcome = {
  kind: 'refused',
  reason: 'mode_unavailable',
  message:
    'There is no callback address to send an asynchronous command with: set PUBLIC_URL and CALLBACK_KEYS.',
};

function pickSettings(
  { arAmountUnit, sendIdSucursalAs }: GetnetClientOptions,
  { merchant }: Accepted,
): CommandSettings {
  return { arAmountUnit, sendIdSucursalAs: sendIdSucursalAs?.(merchant) };
}

function toAccount({ merchant, terminal }: Accepted, { limits }: Policy): Account {
  return { merchant, country: terminal.country, timeoutMs: limits.getnetTimeout };
}
