import { STATUS_CODES } from 'node:http';
import type { Answer } from './http.js';
import { layout } from './cookbook-layout.js';

/** An answer as the page shows it. */
export interface ShownAnswer {
  /** `HTTP/1.1 200 OK` */
  readonly status: string;
  /** Those that tell something, in the order of {@link shownHeaders}. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the page shows none. */
  readonly body: unknown;
}

/** The headers of an answer that the page shows. */
const shownHeaders = ['Location', 'Idempotency-Replayed', 'Preference-Applied', 'Retry-After'] as const;

/** Lists and objects that a shortened answer leaves out. `lastOperation` is from an index that is seconds behind. */
const LEFT_OUT: ReadonlySet<string> = new Set(['states', 'evidence', 'links', 'lastOperation']);

/** How much of an answer the page shows. */
export type Extent = 'status' | 'shortened' | 'complete';

/** @returns the extent of an answer as it stands in the page: what has a log of states is complete. */
export function findExtent({ body }: ShownAnswer): Extent {
  if (body === undefined) return 'status';
  return isRecord(body) && 'states' in body ? 'complete' : 'shortened';
}

/** @returns what of an answer is shown. */
export function shortenAnswer({ status, headers, text }: Answer, extent: Extent): ShownAnswer {
  const shown = shownHeaders.flatMap((name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  const body = extent === 'status' ? undefined : (JSON.parse(text) as unknown);
  return {
    status: `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    headers: Object.fromEntries(shown),
    body: extent === 'shortened' ? shortened(body) : body,
  };
}

/** @returns an answer taken from the page. @throws SyntaxError when its body is not JSON. */
export function readAnswer(text: string): ShownAnswer {
  const [head = '', ...paragraphs] = text.trim().split('\n\n');
  const [status = '', ...headers] = head.split('\n');
  const body = paragraphs.join('\n\n');
  return {
    status,
    headers: Object.fromEntries(headers.map((line) => line.split(': ', 2))) as Record<string, string>,
    body: body === '' ? undefined : (JSON.parse(body) as unknown),
  };
}

/** @returns an answer as it is written into the page. */
export function answerText({ status, headers, body }: ShownAnswer): string {
  const head = [status, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return [...head, ...(body === undefined ? [] : ['', layout(body)])].map((line) => `${line}\n`).join('');
}

/** Payments are what has no report: the receipt of a report is what it is about. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (!isRecord(value)) return value;
  const isPayment = value['report'] === null;
  const kept = Object.entries(value).filter(
    ([name, part]) => !isEmpty(part) && !isLeftOut(name, part) && !(isPayment && name === 'receipt'),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, shortened(part)]));
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isLeftOut(name: string, value: unknown): boolean {
  return typeof value === 'object' && LEFT_OUT.has(name);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
