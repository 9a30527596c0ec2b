import { call } from './call.js';
import type { CallContext } from './call.js';
import { createDeadline } from './deadline.js';
import type { Exchange } from './exchange.js';
import type { Account } from './login.js';
import { maskText } from './mapping/safe-text.js';
import { isUnauthorized, mayBeUnauthorized } from './mapping/server-error.js';
import type { Tokens } from './tokens.js';
import { readAnswer } from './wire/answer.js';
import { readTerminalList } from './wire/terminal-list.js';
import type { WireTriple } from './wire/terminal-list.js';
import { withToken } from './with-token.js';
import type { LoginOrExpired } from './with-token.js';

/** The terminals that belong to a merchant's credentials, as Getnet knows them. */
export type TerminalList =
  | { readonly kind: 'listed'; readonly triples: readonly WireTriple[] }
  /** This Getnet has no such list, or one nobody can read. */
  | { readonly kind: 'not_offered'; readonly cause: string }
  /** It could not be asked now. */
  | { readonly kind: 'unavailable'; readonly cause: string };

type JudgedList = TerminalList & { readonly tokenRefused?: true; readonly tokenDoubted?: true };

/** Asks which terminals belong to the credentials: `GET /api/posdata`, beside the commands (contract §14.1). Never throws. */
export async function listTerminals(
  context: CallContext,
  tokens: Tokens,
  account: Account,
): Promise<TerminalList> {
  const { merchant, country, timeoutMs } = account;
  const deadline = createDeadline(context.clock.now() + timeoutMs, context.clock);
  const asked = await withToken<JudgedList>(
    tokens,
    { account, deadline },
    {
      make: (token) => {
        const limits = { timeoutMs: Math.ceil(deadline.leftMs()) };
        return call(
          context,
          { merchant, country, path: '../posdata', token, via: 'query', limits },
          judgeListExchange,
        );
      },
      isTokenRefused: ({ tokenRefused }) => tokenRefused === true,
      isTokenDoubted: ({ tokenRefused, tokenDoubted }) => (tokenRefused ?? tokenDoubted) === true,
      repeatsInDoubt: true,
    },
  );
  return asked.kind === 'answered' ? toTerminalList(asked.answer) : buildUnavailable(asked);
}

/** Words for an address that is not there. */
const NO_SUCH_PATH_STATUSES: readonly number[] = [404, 405, 410, 501];

function judgeListExchange(exchange: Exchange): JudgedList {
  if (exchange.reached !== 'yes') return { kind: 'unavailable', cause: exchange.cause };
  const { status, body } = exchange;
  const answer = readAnswer(status, body);
  if (isUnauthorized(answer))
    return { kind: 'unavailable', cause: 'the token was refused', tokenRefused: true };
  if (NO_SUCH_PATH_STATUSES.includes(status)) return { kind: 'not_offered', cause: `HTTP ${status}` };
  const { code, message = '' } = answer.wrapper ?? {};
  if (status !== 200 || code === 0)
    return {
      kind: 'unavailable',
      cause: maskText(`HTTP ${status} ${message}`.trim()),
      ...(mayBeUnauthorized(answer) && { tokenDoubted: true as const }),
    };
  const triples = readTerminalList(body);
  return triples
    ? { kind: 'listed', triples }
    : { kind: 'not_offered', cause: 'the answer holds no list of terminals' };
}

function toTerminalList(judged: JudgedList): TerminalList {
  return judged.kind === 'listed' ? judged : { kind: judged.kind, cause: judged.cause };
}

function buildUnavailable(login: Exclude<LoginOrExpired, { kind: 'token' }>): TerminalList {
  if (login.kind === 'expired') return { kind: 'unavailable', cause: 'login: no answer in time' };
  return { kind: 'unavailable', cause: login.kind === 'refused' ? login.message : login.cause };
}
