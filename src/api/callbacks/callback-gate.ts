import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import type { CustomId } from '../../domain/ids.js';
import { callbackTokens } from '../../getnet/callback-token.js';
import type { CallbackTokens } from '../../getnet/callback-token.js';
import { note } from '../http/request-notes.js';
import type { Metrics } from '../metrics/metrics.js';
import { notFound } from '../problems/problem.js';

/** Decides which callbacks are ours, before anything else of them is looked at. */
export interface CallbackGate {
  /** @throws Problem `not-found`, always the same one, for a wrong, foreign or expired token. */
  open(request: FastifyRequest): void;
}

const attempts = new WeakMap<FastifyRequest, CustomId>();

/** @returns a gate that opens to tokens signed with one of the keys; without keys it opens to none. */
export function callbackGate({ CALLBACK_KEYS }: Environment, metrics: Metrics): CallbackGate {
  const [first, ...others] = CALLBACK_KEYS ?? [];
  const tokens = first && callbackTokens([first, ...others]);
  return {
    open: (request) => {
      const customId = attemptNamed(request, tokens);
      if (customId === undefined) {
        metrics.called('unknown');
        throw notFound();
      }
      note(request, { customId });
      attempts.set(request, customId);
    },
  };
}

/** @returns the attempt that the token of a request names. @throws Problem `not-found` for a request that passed no gate. */
export function attemptCalledBack(request: FastifyRequest): CustomId {
  const customId = attempts.get(request);
  if (customId === undefined) throw notFound();
  return customId;
}

function attemptNamed({ params }: FastifyRequest, tokens: CallbackTokens | undefined): CustomId | undefined {
  const { token } = params as { readonly token: string };
  return tokens?.verify(token, Date.now())?.customId;
}
