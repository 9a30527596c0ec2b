import { describe, expect, it } from '@jest/globals';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { ack, client, getnet, openGetnetForEach, webhook } from './support/client-of-fake.js';

openGetnetForEach();

type Case = readonly [status: number, body: object];

/** What gateways and firewalls write, and what an API may write in Spanish: none of it speaks of an operation. */
const refusals: readonly Case[] = [
  [401, { code: 401, message: 'Expired JWT Token' }],
  [401, { code: 401, message: 'JWT Token not found' }],
  [401, { statusCode: 401, error: 'Unauthorized', message: 'Unauthorized' }],
  [401, { code: 0, status: 'ERROR', message: 'NO AUTORIZADO', data: null }],
  [401, { code: 0, status: 'ERROR', message: 'Usuario no autorizado.', data: null }],
  [401, { code: 0, status: 'ERROR', message: 'Unauthorized.', data: null }],
  [401, { code: 0, status: 'ERROR', message: 'UNAUTHORIZED ACCESS', data: null }],
  [401, { message: 'Authorization header is missing' }],
  [401, { code: -1, message: 'Autenticación fallida' }],
  [401, { message: 'Debe iniciar sesión' }],
  [401, { message: 'Sesión no iniciada' }],
  [403, { message: 'Acceso denegado' }],
  [403, { message: 'User is not authorized to access this resource' }],
  [403, { message: 'Forbidden' }],
  [403, { code: 403, message: 'The requested URL was rejected. Your support ID is 90015' }],
  [403, { code: 1020, error: 'Access denied', status: 403 }],
  [403, { code: 403, message: 'Acceso denegado', data: { message: 'IP no habilitada' } }],
  [429, { code: 429, message: 'Too Many Requests' }],
  [429, { message: 'Limit Exceeded' }],
  [429, { message: 'The user has sent too many requests in a given amount of time.' }],
  [429, { code: 0, status: 'ERROR', message: 'Límite excedido, intente más tarde', data: null }],
];

/** Something in the body itself speaks of an operation. */
const doubts: readonly Case[] = [
  [401, { code: 1, status: 'OK', message: 'OK' }],
  [403, { code: 2, status: 'OK', message: 'IN PROCESS' }],
  [401, { code: 401, message: 'Expired JWT Token', data: { idPosTxs: 900002 } }],
  [403, { code: 403, message: 'Acceso denegado', idPosTxs: '900002' }],
  [429, { code: 429, message: 'Too Many Requests', data: { response: { responseCode: 0 } } }],
  [401, { code: 401, data: { functionCode: 100, responseMessage: 'Aprobado' } }],
  [401, { code: 401, data: { authorizationCode: '012345', amount: 5990 } }],
  [403, { code: 403, message: 'Acceso denegado', data: { customId: 'tx_of_another_sale' } }],
  [401, { code: 0, message: 'TRANSACCION NO AUTORIZADA' }],
  [401, { code: 0, message: 'UNAUTHORIZED BY ISSUER' }],
  [401, { code: 0, message: 'TARJETA NO AUTORIZADA' }],
  [401, { code: 401, message: 'PAGO APROBADO' }],
  [403, { message: 'CARD DECLINED' }],
  [403, { message: 'OPERACION ENVIADA AL POS' }],
  [429, { message: 'TIMEOUT (90 SECONDS)' }],
  [429, { message: 'TIEMPO AGOTADO SIN RESPUESTA' }],
];

const toScripted = ([status, body]: Case): [number, string] => [status, JSON.stringify(body)];
const send = () => client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });

describe('HTTP 401, 403 and 429 refuse a command whatever words their body has', () => {
  it.each(refusals.filter(([status]) => status === 401))(
    'HTTP %d %j: one fresh login, and the command goes out again',
    async (...refusal) => {
      getnet.script(toScripted(refusal), ack);
      expect(await send()).toMatchObject({ kind: 'acknowledged' });
      expect(getnet.commands().map(({ headers }) => headers.authorization)).toEqual([
        'Bearer token-1',
        'Bearer token-2',
      ]);
    },
  );

  it.each(refusals.filter(([status]) => status !== 401))(
    'HTTP %d %j: refused, and not sent again',
    async (...refusal) => {
      getnet.script(toScripted(refusal), ack);
      const reason = refusal[0] === 403 ? 'forbidden' : 'rate_limited';
      expect(await send()).toMatchObject({ kind: 'refused', reason });
      expect(getnet.commands()).toHaveLength(1);
    },
  );
});

describe('HTTP 401, 403 and 429 with a body that speaks of an operation', () => {
  it.each(doubts)('HTTP %d %j: unknown, and nothing is sent again', async (...doubt) => {
    getnet.script(toScripted(doubt), ack);
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect(getnet.commands()).toHaveLength(1);
  });
});
