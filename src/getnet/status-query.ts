import type { CustomId } from '../domain/ids.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import { call } from './call.js';
import type { CallContext } from './call.js';
import { buildCommand, buildTerminalIds } from './command.js';
import type { CommandSettings } from './command.js';
import { getCountryPack } from './countries/countries.js';
import type { Deadline } from './deadline.js';
import type { Account } from './login.js';
import { judgeDeviceAnswer } from './mapping/device-verdict.js';
import { REFUSAL_WITHIN_MS } from './mapping/late-refusal.js';
import { isRefusal, isUnauthorized, mayBeUnauthorized } from './mapping/server-error.js';
import { judgeAnswer } from './mapping/verdict.js';
import type { AskedCommand } from './mapping/verdict.js';
import type { Tokens } from './tokens.js';
import type { Exchange } from './transport.js';
import { readAnswer } from './wire/answer.js';
import type { WireAnswer } from './wire/answer.js';
import type { WireDeviceQuery } from './wire/command.js';
import { withToken } from './with-token.js';
import type { LoginOrExpired } from './with-token.js';

/** What a status query found. */
export interface GetnetStatusAnswer {
  readonly verdict: Verdict;
  /** How long Getnet asks us to wait before the next query, where it does. */
  readonly retryAfterMs?: number;
  /** The question was refused, or never arrived: the answer says nothing about the command, and the terminal is not at work on the question. */
  readonly isRefused?: true;
}

/** One question to Getnet, with all it needs. */
export interface GetnetStatusRequest {
  readonly query: StatusQuery;
  readonly customId: CustomId;
  readonly account: Account;
  /** For the whole question, logins included. */
  readonly deadline: Deadline;
  /** Of a question to a terminal, which it occupies. */
  readonly sendWindow?: SendWindow;
}

/** When a question may be sent to a terminal. */
export interface SendWindow {
  /** Later than this it is not sent. */
  readonly deadline: Deadline;
  /** Asked last, before each request is written: unless it says yes, nothing is. */
  readonly mayStillSend?: (() => Promise<boolean>) | undefined;
}

interface JudgedAnswer extends GetnetStatusAnswer {
  readonly kind: Verdict['kind'];
  readonly tokenRefused: boolean;
  readonly tokenDoubted: boolean;
}

/** Asks how a command stands (contract §5), again with a fresh login where the token is refused. Never throws. */
export async function queryStatus(
  context: CallContext,
  tokens: Tokens,
  asking: GetnetStatusRequest,
): Promise<GetnetStatusAnswer> {
  const { query, account, deadline, sendWindow } = asking;
  if (query.kind === 'unaskable') return buildNeverAsked(query.cause);
  const asked = await withToken(
    tokens,
    { account, deadline: sendWindow?.deadline ?? deadline },
    {
      make: (token) => sendQuery(context, { ...asking, query }, token),
      isTokenRefused: ({ tokenRefused }) => tokenRefused,
      isTokenDoubted: ({ tokenDoubted }) => tokenDoubted,
      // What is asked of the terminal is a command to it.
      repeatsInDoubt: query.json === undefined,
    },
  );
  return asked.kind === 'answered' ? toStatusAnswer(asked.answer) : buildSilentWithoutLogin(asked);
}

type ReadyStatusRequest = GetnetStatusRequest & { readonly query: Extract<StatusQuery, { kind: 'ready' }> };

function sendQuery(
  context: CallContext,
  { query, customId, account, deadline, sendWindow }: ReadyStatusRequest,
  token: string,
): Promise<JudgedAnswer> {
  const { merchant, country } = account;
  const { path, json } = query;
  const limits = { timeoutMs: Math.ceil(deadline.leftMs()), ...sendWindow };
  // The question to a terminal occupies it, so it is never asked twice behind our back.
  const via = json === undefined ? 'query' : 'sendOnce';
  const request = { merchant, country, customId, path, token, json, via, limits } as const;
  return call(context, request, (exchange) => judgeExchange(exchange, query));
}

function judgeExchange(exchange: Exchange, { judge, json }: ReadyStatusRequest['query']): JudgedAnswer {
  if (exchange.reached !== 'yes') {
    const isRefused = exchange.reached === 'no' ? ({ isRefused: true } as const) : {};
    const token = { tokenRefused: false, tokenDoubted: false };
    return { ...buildSilent(exchange.cause), ...isRefused, ...token, kind: 'silent' };
  }
  const answer = readAnswer(exchange.status, exchange.body);
  const verdict = judge(answer);
  const retryAfterMs = verdict.kind === 'silent' ? readRetryAfterMs(exchange.retryAfter) : undefined;
  // A question to a terminal is held: one that is refused late may have reached it, as a held command may have.
  const isPrompt = json === undefined || exchange.afterMs <= REFUSAL_WITHIN_MS;
  const isRefused =
    verdict.kind === 'silent' && isPrompt && isRefusal(answer) ? ({ isRefused: true } as const) : {};
  const tokenRefused = isPrompt && isUnauthorized(answer);
  const tokenDoubted = mayBeUnauthorized(answer);
  return { kind: verdict.kind, verdict, tokenRefused, tokenDoubted, retryAfterMs, ...isRefused };
}

function toStatusAnswer({ verdict, retryAfterMs, isRefused }: JudgedAnswer): GetnetStatusAnswer {
  return { verdict, ...(retryAfterMs !== undefined && { retryAfterMs }), ...(isRefused && { isRefused }) };
}

function buildSilentWithoutLogin(login: Exclude<LoginOrExpired, { kind: 'token' }>): GetnetStatusAnswer {
  if (login.kind === 'expired') return buildNeverAsked('login: no answer in time');
  return buildNeverAsked(login.kind === 'refused' ? login.message : login.cause);
}

/** No request left, or only such as were refused for their token. */
function buildNeverAsked(cause: string): GetnetStatusAnswer {
  return { ...buildSilent(cause), isRefused: true };
}

function buildSilent(cause: string): GetnetStatusAnswer {
  return { verdict: { kind: 'silent', cause } };
}

/** Getnet may not put us off for longer. */
const MAX_RETRY_MS = 10 * 60_000;

/** Reads `Retry-After`: seconds or a date (RFC 9110 §10.2.3). */
function readRetryAfterMs(header = ''): number | undefined {
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return wait >= 0 ? Math.min(wait, MAX_RETRY_MS) : undefined;
}

/** A question as it goes over the wire, and how its answer is read; or why it cannot be asked. */
export type StatusQuery =
  | {
      readonly kind: 'ready';
      readonly path: string;
      /** Of a POST; a GET has none. */
      readonly json?: object;
      readonly judge: (answer: WireAnswer) => Verdict;
    }
  | { readonly kind: 'unaskable'; readonly cause: string };

/** `GET {idPosTxs}`: the state stored in the cloud (contract §5.1). */
export function buildCloudQuery(asked: StatusQuestion, settings: CommandSettings): StatusQuery {
  const question = buildAskedCommand(asked, settings);
  if ('cause' in question) return { kind: 'unaskable', cause: question.cause };
  return { kind: 'ready', path: asked.idPosTxs, judge: (answer) => judgeAnswer(answer, question) };
}

/** `POST get_transaction`: what the terminal itself knows (contract §5.2), where the country has it. */
export function buildDeviceQuery(asked: StatusQuestion, settings: CommandSettings): StatusQuery {
  const { country } = asked.accepted.terminal;
  const { deviceQuery } = getCountryPack(country);
  if (deviceQuery === undefined)
    return { kind: 'unaskable', cause: `terminals in ${country} cannot be asked about a command` };
  const question = buildAskedCommand(asked, settings);
  if ('cause' in question) return { kind: 'unaskable', cause: question.cause };
  const { path, functionCode } = deviceQuery;
  return {
    kind: 'ready',
    path,
    json: buildDeviceQueryBody(asked, functionCode, settings),
    judge: (answer) => judgeDeviceAnswer(answer, question, functionCode),
  };
}

function buildAskedCommand(
  { accepted, idPosTxs, idFromCallback }: StatusQuestion,
  settings: CommandSettings,
): AskedCommand | { readonly cause: string } {
  const command = buildCommand(accepted, settings);
  return command.kind === 'ready' ? { ...command.facts, idPosTxs, idFromCallback } : { cause: command.cause };
}

function buildDeviceQueryBody(
  { accepted: { terminal, customId }, idPosTxs }: StatusQuestion,
  command: number,
  settings: CommandSettings,
): WireDeviceQuery {
  const number = Number(idPosTxs);
  const id = Number.isSafeInteger(number) ? number : idPosTxs;
  return { ...buildTerminalIds(terminal, settings), command, idPosTxs: id, customId };
}
