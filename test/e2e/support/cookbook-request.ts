/** A request of the cookbook. Texts may hold variables: `{{API}}`. */
export interface CookbookRequest {
  /** The heading it stands under. */
  readonly title: string;
  readonly method: string;
  readonly url: string;
  /** As they are written, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** Name and value of what stands for something else: `API`, `http://127.0.0.1:3000`. */
export type Variables = Readonly<Record<string, string>>;

/** A variable in a text: capital letters in double braces, which no JSON has. */
export const VARIABLE = /\{\{([A-Z_]+)\}\}/g;

/** @returns the text with each variable's value. @throws Error naming a variable that has none. */
export function fillVariables(text: string, variables: Variables): string {
  return text.replace(VARIABLE, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`Nothing is known of $${name}: set it above its first use.`);
    return value;
  });
}

/** @returns name and value of a header as it is written. @throws Error for what is none. */
export function splitHeader(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new Error(`"${text}" is not a header.`);
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}
