import type { FaultCase } from '../fault-case.js';
import { notExecuted } from './expectations.js';

/** The terminal or Getnet refuses: provably nothing was sent. */
export const refusals: readonly (FaultCase & {
  readonly answers: readonly [status: number, code: string];
})[] = [
  { title: 'ids of the terminal wrong', script: { refusal: 'keypos' }, answers: [502, 'provider-rejected'] },
  { title: 'terminal busy for 15 s', script: { refusal: 'busy_15s' }, answers: [409, 'terminal-busy'] },
  { title: 'terminal busy for 5 min', script: { refusal: 'busy_5m' }, answers: [409, 'terminal-busy'] },
  { title: 'somebody else at the till', terminal: { busyFor: '20s' }, answers: [409, 'terminal-busy'] },
  { title: 'terminal offline', terminal: { offline: true }, answers: [503, 'terminal-offline'] },
  { title: 'firewall says 403', script: { refusal: 'http_403' }, answers: [502, 'provider-rejected'] },
  {
    title: 'gateway says 403 in JSON',
    script: { refusal: { status: 403, body: { code: 403, message: 'Acceso denegado' } } },
    answers: [502, 'provider-rejected'],
  },
  {
    title: 'too many requests, 429',
    script: { refusal: 'http_429' },
    answers: [503, 'provider-unreachable'],
  },
  {
    title: 'unauthorised, and again after every fresh login',
    alone: true,
    script: [
      'unauthorized',
      'http_401',
      'unauthorized',
      'http_401',
      'unauthorized',
      'http_401',
      'unauthorized',
    ].map((refusal) => ({ refusal })),
    answers: [502, 'provider-rejected'],
  },
].map(
  (faultCase) =>
    ({
      ...faultCase,
      ends: 'not_sent',
      shows: { outcome: { moneyMoved: 'no' } },
      ledger: notExecuted,
    }) as never,
);

/** The token is refused: one fresh login, then the one command. */
export const tokens: readonly FaultCase[] = [
  'unauthorized',
  'http_401',
  'token_expired',
  { status: 401, body: { code: 401, message: 'Expired JWT Token' } },
  { status: 401, text: 'NO AUTORIZADO' },
].map((refusal) => ({
  title: `token refused by ${JSON.stringify(refusal)}: one fresh login, then one command`,
  alone: true,
  script: { refusal },
  ends: 'approved',
  ledger: { received: 2, executed: 1, charges: 1 },
}));
