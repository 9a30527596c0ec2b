import type { FastifyRequest } from 'fastify';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Environment } from '../../config/environment/environment.js';
import type { CustomId } from '../../domain/ids.js';
import { callbackTokens } from '../../getnet/callback-token.js';
import type { CallbackTokens } from '../../getnet/callback-token.js';
import { addNotes } from '../http/request-notes.js';
import type { Metrics } from '../metrics/metrics.js';
import { notFoundProblem, problem } from '../problems/problem.js';
import { getSentBytes } from './callback-body.js';

/** Decides which callbacks are ours, before anything else of them is looked at. */
export interface CallbackAuth {
  /** @throws Problem `not-found`, always the same one, for a wrong, foreign or expired token. */
  authenticate(request: FastifyRequest): void;
}

const attempts = new WeakMap<FastifyRequest, CustomId>();

/** Accepts callback tokens that one of the keys has signed; without keys it accepts none. */
export function createCallbackAuth({ CALLBACK_KEYS }: Environment, metrics: Metrics): CallbackAuth {
  const [first, ...others] = CALLBACK_KEYS ?? [];
  const tokens = first && callbackTokens([first, ...others]);
  return {
    authenticate: (request) => {
      const customId = readToken(request, tokens);
      if (customId === undefined) {
        metrics.countCallback('unknown');
        throw notFoundProblem();
      }
      addNotes(request, { customId });
      attempts.set(request, customId);
    },
  };
}

/** The attempt that the token of a request names. @throws Problem `not-found` for a request whose token nobody checked. */
export function getCustomId(request: FastifyRequest): CustomId {
  const customId = attempts.get(request);
  if (customId === undefined) throw notFoundProblem();
  return customId;
}

function readToken({ params }: FastifyRequest, tokens: CallbackTokens | undefined): CustomId | undefined {
  const { token } = params as { readonly token: string };
  return tokens?.verify(token, Date.now())?.customId;
}

type SignatureSettings = Pick<Environment, 'CALLBACK_SIGNATURE_HEADER' | 'CALLBACK_SIGNATURE_KEY'>;

/**
 * Getnet documents no signature (contract §6); should it come to sign, header and key are set and every callback has to
 * carry HMAC-SHA-256 of the body, in hex or base64, `sha256=` before it or not.
 *
 * @throws Problem `unauthorized`
 */
export function requireSignature(request: FastifyRequest, settings: SignatureSettings): void {
  const { CALLBACK_SIGNATURE_HEADER: header, CALLBACK_SIGNATURE_KEY: key } = settings;
  if (header === undefined || key === undefined) return;
  const presented = request.headers[header];
  const expected = createHmac('sha256', key).update(getSentBytes(request)).digest();
  if (typeof presented === 'string' && decodeSignature(presented).some((one) => isEqual(one, expected)))
    return;
  throw problem(
    'unauthorized',
    'The signature of this callback is missing or wrong. Sign the body as it is sent.',
  );
}

function decodeSignature(presented: string): readonly Buffer[] {
  const text = presented.trim().replace(/^sha256=/i, '');
  return [Buffer.from(text, 'hex'), Buffer.from(text, 'base64')];
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
