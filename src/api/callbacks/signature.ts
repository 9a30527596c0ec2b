import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import { problem } from '../problems/problem.js';
import { bytesSent } from './callback-body.js';

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
  const expected = createHmac('sha256', key).update(bytesSent(request)).digest();
  if (typeof presented === 'string' && readings(presented).some((one) => same(one, expected))) return;
  throw problem(
    'unauthorized',
    'The signature of this callback is missing or wrong. Sign the body as it is sent.',
  );
}

function readings(presented: string): readonly Buffer[] {
  const text = presented.trim().replace(/^sha256=/i, '');
  return [Buffer.from(text, 'hex'), Buffer.from(text, 'base64')];
}

function same(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
