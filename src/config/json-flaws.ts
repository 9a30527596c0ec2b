/** Why a text is refused although it is JSON. */
export type JsonFlaw =
  | { readonly kind: 'too-deep' }
  /** Its first or its last value may be meant: readers differ. `at` is where in the text it is the second time. */
  | { readonly kind: 'name-twice'; readonly name: string; readonly at: number };

/** Far more than any body of ours has, and far less than what exhausts the stack of a function that calls itself. */
export const MAX_JSON_LEVELS = 64;

/** A whole string with what makes it a name, or a bracket. What stands inside a string is never matched. */
const TOKEN = /("[^"\\]*(?:\\[\s\S][^"\\]*)*")(\s*:)?|[[\]{}]/g;

/** @param text must be JSON. */
export function findJsonFlaw(text: string): JsonFlaw | undefined {
  const open: Set<string>[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token, literal, colon] = match;
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (literal !== undefined && colon !== undefined) {
      const name = JSON.parse(literal) as string;
      if (open.at(-1)?.has(name)) return { kind: 'name-twice', name, at: match.index };
      open.at(-1)?.add(name);
    }
    if (open.length > MAX_JSON_LEVELS) return { kind: 'too-deep' };
  }
  return undefined;
}
