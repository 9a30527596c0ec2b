import { VARIABLE, splitHeader } from './cookbook-request.js';
import type { CookbookRequest, Variables } from './cookbook-request.js';

/** What a file for the REST client of an editor holds. */
export interface RequestsFile {
  readonly variables: Variables;
  readonly requests: readonly CookbookRequest[];
}

const INTRODUCTION = `# The requests of cookbook.md, in its order, for the REST client of JetBrains' editors or of VS Code.
# Written by \`COOKBOOK=write npm test -- cookbook\` and held to that page by a test: change the page, not this file.
# Set the two keys to what \`npm start\` prints, and VOUCHER to the operationId that the page takes from an answer.
`;

/** @returns the file's text. */
export function requestsFileText({ variables, requests }: RequestsFile): string {
  const used = new Set(
    requests.flatMap((request) => [...JSON.stringify(request).matchAll(VARIABLE)].map(([, name]) => name)),
  );
  const set = Object.entries(variables).filter(([name]) => used.has(name));
  const lines = set.map(([name, value]) => `@${name} = ${value}\n`);
  return [`${INTRODUCTION}\n${lines.join('')}`, ...requests.map(requestText)].join('\n');
}

function requestText({ title, method, url, headers, body }: CookbookRequest): string {
  const head = [`### ${title}`, `${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return [...head, ...(body === undefined ? [] : ['', body])].map((line) => `${line}\n`).join('');
}

/** Reads such a file as editors do: requests begin at `###`, the body after the first empty line. */
export function readRequestsFile(text: string): RequestsFile {
  const [top = '', ...parts] = text.split(/^###/m);
  const set = [...top.matchAll(/^@([A-Z_]+) *= *(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return { variables: Object.fromEntries(set) as Variables, requests: parts.map(requestIn) };
}

function requestIn(text: string): CookbookRequest {
  const [head = '', ...paragraphs] = text.trim().split(/\n\n/);
  const [title = '', line = '', ...headers] = head.split('\n');
  const [, method = '', url = ''] = /^([A-Z]+) (\S+)$/.exec(line) ?? [];
  if (method === '') throw new Error(`"${title}" has no line such as GET {{API}}/v1/terminals: ${line}`);
  const body = paragraphs.join('\n\n');
  return {
    title,
    method,
    url,
    headers: headers.map(splitHeader),
    ...(body !== '' && { body }),
  };
}
