import { call } from './call.js';
import type { Line } from './call.js';
import { deadlineAt } from './deadline.js';
import type { Exchange } from './exchange.js';
import type { Account } from './login.js';
import { safeText } from './mapping/safe-text.js';
import { isUnauthorized } from './mapping/server-error.js';
import type { LoginInTime } from './session.js';
import type { Tokens } from './token.js';
import { readAnswer } from './wire/answer.js';
import { readTerminalList } from './wire/terminal-list.js';
import type { WireTriple } from './wire/terminal-list.js';
import { withToken } from './with-token.js';

/** The terminals that belong to a merchant's credentials, as Getnet knows them. */
export type TerminalList =
  | { readonly kind: 'listed'; readonly triples: readonly WireTriple[] }
  /** This Getnet has no such list, or one nobody can read. */
  | { readonly kind: 'not_offered'; readonly cause: string }
  /** It could not be asked now. */
  | { readonly kind: 'unavailable'; readonly cause: string };

type Heard = TerminalList & { readonly tokenRefused?: true };

/** Asks which terminals belong to the credentials: `GET /api/posdata`, beside the commands (contract §14.1). Never throws. */
export async function listTerminals(line: Line, tokens: Tokens, account: Account): Promise<TerminalList> {
  const { merchant, country, answerWithin } = account;
  const deadline = deadlineAt(line.clock.now() + answerWithin, line.clock);
  const asked = await withToken<Heard>(
    tokens,
    { account, deadline },
    {
      make: (token) => {
        const limits = { answerWithin: Math.ceil(deadline.left()) };
        return call(line, { merchant, country, path: '../posdata', token, way: 'ask', limits }, heardFrom);
      },
      isTokenRefused: ({ tokenRefused }) => tokenRefused === true,
    },
  );
  return asked.kind === 'answered' ? listIn(asked.answer) : notLoggedIn(asked);
}

/** Words for an address that is not there. */
const NO_SUCH_ADDRESS: readonly number[] = [404, 405, 410, 501];

function heardFrom(exchange: Exchange): Heard {
  if (exchange.reached !== 'yes') return { kind: 'unavailable', cause: exchange.cause };
  const { status, body } = exchange;
  const answer = readAnswer(status, body);
  if (isUnauthorized(answer))
    return { kind: 'unavailable', cause: 'the token was refused', tokenRefused: true };
  if (NO_SUCH_ADDRESS.includes(status)) return { kind: 'not_offered', cause: `HTTP ${status}` };
  const { code, message = '' } = answer.wrapper ?? {};
  if (status !== 200 || code === 0)
    return { kind: 'unavailable', cause: safeText(`HTTP ${status} ${message}`.trim()) };
  const triples = readTerminalList(body);
  return triples
    ? { kind: 'listed', triples }
    : { kind: 'not_offered', cause: 'the answer holds no list of terminals' };
}

function listIn(heard: Heard): TerminalList {
  return heard.kind === 'listed' ? heard : { kind: heard.kind, cause: heard.cause };
}

function notLoggedIn(login: Exclude<LoginInTime, { kind: 'token' }>): TerminalList {
  if (login.kind === 'expired') return { kind: 'unavailable', cause: 'login: no answer in time' };
  return { kind: 'unavailable', cause: login.kind === 'refused' ? login.message : login.cause };
}
