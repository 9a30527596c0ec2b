import { splitHeader } from './cookbook-request.js';
import type { CookbookRequest } from './cookbook-request.js';

/** A line of shell, as the shell would split it; what stands after `$` is a variable: `{{API}}`. */
type ShellWords = readonly string[];

/** `'…'` as it is, `"…"` with variables, a variable, any other character; a backslash takes the next one as it is. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\$[A-Z_]+)|([^\s'"\\$]+)|(\s+)/gsy;

/** @param command one `curl` command. @throws Error naming what this reader, or curl, would not understand. */
export function parseCurl(title: string, command: string): CookbookRequest {
  const [program, ...words] = splitWords(command);
  if (program !== 'curl') throw new Error(`"${title}" is not done with curl: ${command}`);
  const found = {
    urls: [] as string[],
    headers: [] as ReturnType<typeof splitHeader>[],
    bodies: [] as string[],
    method: '',
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-sSi') continue;
    else if (word === '-H') found.headers.push(splitHeader(words[(at += 1)] ?? ''));
    else if (word === '-d') found.bodies.push(words[(at += 1)] ?? '');
    else if (word === '-X') found.method = words[(at += 1)] ?? '';
    else if (word.startsWith('-')) throw new Error(`"${title}": curl ${word} is not for this page.`);
    else found.urls.push(word);
  }
  const { urls, headers, bodies, method } = found;
  const [url = ''] = urls;
  if (urls.length !== 1 || bodies.length > 1) throw new Error(`"${title}": one address, one body at most.`);
  const [body] = bodies;
  return {
    title,
    url,
    headers,
    method: method || (body === undefined ? 'GET' : 'POST'),
    ...(body !== undefined && { body }),
  };
}

/** @throws Error for what the shell would not take as a whole. */
export function splitWords(command: string): ShellWords {
  const words: string[] = [];
  let isOpen = false;
  let end = 0;
  for (const piece of command.trim().replaceAll('\\\n', ' ').matchAll(PIECE)) {
    end = piece.index + piece[0].length;
    const [, literal, quoted, escaped, variable, plain, space] = piece;
    if (space !== undefined) isOpen = false;
    else {
      const text = literal ?? escaped ?? plain ?? withVariables(quoted ?? variable ?? '');
      words.push(isOpen ? `${words.pop() ?? ''}${text}` : text);
      isOpen = true;
    }
  }
  if (end !== command.trim().replaceAll('\\\n', ' ').length)
    throw new Error(`A quote is open in: ${command}`);
  return words;
}

function withVariables(text: string): string {
  return text.replace(/\\(.)|\$([A-Z_]+)/gs, (_, escaped?: string, name?: string) =>
    name === undefined ? (escaped ?? '') : `{{${name}}}`,
  );
}
