import { problemCodes, getProblemKind, buildProblemType } from './catalogue.js';
import type { ProblemKind } from './catalogue.js';
import type { ProblemMoney, Retry } from './problem-entry.js';

const retries: Readonly<Record<Retry, string>> = {
  same_key: 'Repeat with the same Idempotency-Key.',
  new_key: 'Use a new Idempotency-Key.',
  never: 'Do not repeat.',
};

const moneyWords: Readonly<Record<ProblemMoney, string>> = {
  no: 'The request that got this answer moved no money.',
  unknown: 'It is not known whether money moved. Find out before you do anything else.',
};

const BEFORE_KEY =
  ' The answer says nothing about an earlier request with the same Idempotency-Key, because it comes before the service looks the key up.';

/** The page a problem's `type` leads to. */
export function renderProblemPage(kind: ProblemKind): string {
  const { code, status, title, meaning, next, money, retry } = kind;
  const limit = kind.isBeforeKey ? BEFORE_KEY : '';
  return renderPage(
    title,
    `<h1>${escapeHtml(title)}</h1><p><code>${status}</code> <code>${code}</code></p><p>${renderProse(meaning)}</p>` +
      `<p>${renderProse(next)}</p>` +
      `<dl><dt><code>moneyMoved: ${money}</code></dt><dd>${moneyWords[money]}${limit}</dd>` +
      `<dt><code>retry: ${retry}</code></dt><dd>${retries[retry]}</dd></dl><p><a href="/problems">All problems</a></p>`,
  );
}

export function renderProblemIndexPage(): string {
  const rows = problemCodes
    .map(getProblemKind)
    .map(
      ({ code, status, title, money, retry }) =>
        `<tr><td>${status}</td><td><a href="${buildProblemType(code)}"><code>${code}</code></a></td>` +
        `<td>${escapeHtml(title)}</td><td>${money}</td><td>${retry}</td></tr>`,
    );
  const head = '<tr><th>Status</th><th>Code</th><th>Title</th><th>moneyMoved</th><th>retry</th></tr>';
  return renderPage('Problems', `<h1>Problems</h1><table>${head}${rows.join('')}</table>`);
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}' +
  'code{background:#8882;padding:.1em .3em;border-radius:.2em}td,th{text-align:left;padding:.2rem .8rem .2rem 0}' +
  'dd{margin:0 0 .8rem}:root{color-scheme:light dark}';

function renderPage(title: string, body: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>${body}</body></html>`
  );
}

/** `code` in backticks, as the catalogue writes it. */
function renderProse(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
