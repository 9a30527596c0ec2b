import { HttpException } from '@nestjs/common';
import { REQUEST_LIMIT } from '../http/limits.js';
import { Problem, notFound, problem } from './problem.js';

/** What Fastify, and Nest in its name, refuse before our code sees a request. */
const refusals: Readonly<Record<number, () => Problem>> = {
  400: () =>
    problem('malformed-json', 'The request is not complete, or not as long as it says. Send it again.'),
  404: notFound,
  413: () =>
    problem(
      'body-too-large',
      `A request has at most ${REQUEST_LIMIT / 1_000} kB. Nothing was started; send less.`,
    ),
  414: notFound,
  415: () => problem('unsupported-media-type', 'Send "Content-Type: application/json". Nothing was started.'),
};

/**
 * Whatever was thrown, as the caller sees it. The text of a foreign error never reaches the caller: it may quote an
 * address, and an address may carry a callback token.
 */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const refusal = thrown instanceof HttpException ? refusals[thrown.getStatus()] : undefined;
  return refusal?.() ?? problem('internal-error', OURS);
}

const OURS = 'Repeat with the same key; if it happens again, report the X-Request-Id of this answer.';
