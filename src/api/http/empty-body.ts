import { problem } from '../problems/problem.js';

/** For requests whose address says everything: a body that says more would be ignored, so it is refused. @throws Problem `invalid-request` */
export function requireEmptyBody(body: unknown): void {
  if (body === undefined || body === null || body === '') return;
  const fields = typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : undefined;
  if (fields?.length === 0) return;
  const errors = (fields ?? ['']).map((field) => ({ field, message: 'is not a field of this request' }));
  throw problem('invalid-request', 'This request takes no body. Nothing was changed; send it without.', {
    errors,
  });
}
