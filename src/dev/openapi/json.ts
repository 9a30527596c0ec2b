/** Any part of an OpenAPI document. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(part: unknown): part is Json {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

/** @returns an empty object where there is none. */
export function inside(part: unknown, name: string): Json {
  const inner = isJson(part) ? part[name] : undefined;
  return isJson(inner) ? inner : {};
}

export function listIn(part: unknown, name: string): readonly unknown[] {
  const inner = isJson(part) ? part[name] : undefined;
  return Array.isArray(inner) ? inner : [];
}

const PROSE: ReadonlySet<string> = new Set(['description', 'summary', 'example', 'examples']);

/** The document without its words, which may change. Names of fields are no words: those of `properties` all stay. */
export function withoutProse(part: unknown, isNames = false): unknown {
  if (Array.isArray(part)) return part.map((inner) => withoutProse(inner));
  if (!isJson(part)) return part;
  const kept = Object.entries(part).filter(([name]) => isNames || !PROSE.has(name));
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, withoutProse(inner, !isNames && name === 'properties')]),
  );
}
