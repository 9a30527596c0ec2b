import { parseCurl } from './cookbook-curl.js';
import type { CookbookRequest, Variables } from './cookbook-request.js';

/** A request of the page and the answer that the page promises. */
export interface Recipe {
  readonly request: CookbookRequest;
  /** What stands between the fences of the answer, and where in the page. */
  readonly answer: { readonly text: string; readonly start: number; readonly end: number };
  /** Variables that the reader sets from this answer: its field by the variable's name. */
  readonly gives: Variables;
}

/** What the page tells to do, in its order. */
export interface Cookbook {
  /** What the reader sets once, with the values that stand in the page. */
  readonly variables: Variables;
  readonly recipes: readonly Recipe[];
}

/** A heading, or a fenced block. */
const PART = /^#{2,4} (.+)$|^```(sh|http)\n([\s\S]*?)^```$/gm;
const ASSIGNMENT = /^([A-Z_]+)=(\S+)(?: +# (.*))?$/gm;
const FROM_ANSWER = /^(\w+) in the answer above$/;

/**
 * Takes `docs/cookbook.md` apart: under each heading one `curl` in a block of shell, and one answer in a block of http.
 *
 * @throws Error naming the heading under which that is not so.
 */
export function readCookbook(text: string): Cookbook {
  const variables: Record<string, string> = {};
  const recipes: Recipe[] = [];
  let title = '';
  let asked: CookbookRequest | undefined;
  for (const { index, 1: heading, 2: language, 3: block = '' } of text.matchAll(PART)) {
    if (asked !== undefined && language !== 'http') throw new Error(`"${title}" is asked and not answered.`);
    if (heading !== undefined) title = heading;
    else if (language === 'sh' && block.startsWith('curl ')) asked = parseCurl(title, block);
    else if (language === 'sh') assign(block, { variables, recipes });
    else if (asked === undefined) throw new Error(`"${title}" is answered and not asked.`);
    else {
      const start = index + '```http\n'.length;
      recipes.push({
        request: asked,
        answer: { text: block, start, end: start + block.length },
        gives: {},
      });
      asked = undefined;
    }
  }
  if (asked !== undefined) throw new Error(`"${title}" is asked and not answered.`);
  return { variables, recipes };
}

interface Reading {
  readonly variables: Record<string, string>;
  readonly recipes: Recipe[];
}

/** `NAME=value`, and where it is taken from an answer: `# field in the answer above`. */
function assign(block: string, { variables, recipes }: Reading): void {
  for (const [, name = '', value = '', remark = ''] of block.matchAll(ASSIGNMENT)) {
    variables[name] = value;
    const [, field] = FROM_ANSWER.exec(remark) ?? [];
    const above = field === undefined ? undefined : recipes.pop();
    if (above && field) recipes.push({ ...above, gives: { ...above.gives, [name]: field } });
  }
}

/** @returns the page with other answers; `answerOf` gives the text between the fences of each. */
export function withAnswers(
  text: string,
  { recipes }: Cookbook,
  answerOf: (recipe: Recipe) => string,
): string {
  const parts = recipes.map((recipe, at) => {
    const from = recipes[at - 1]?.answer.end ?? 0;
    return `${text.slice(from, recipe.answer.start)}${answerOf(recipe)}`;
  });
  return [...parts, text.slice(recipes.at(-1)?.answer.end ?? 0)].join('');
}
