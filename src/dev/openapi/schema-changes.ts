import { inside, isJson, listIn } from './json.js';
import type { Json } from './json.js';

/** Two documents, and who reads what is compared: the service a request, a client an answer. */
export interface Comparison {
  readonly released: Json;
  readonly current: Json;
  readonly side: 'request' | 'answer';
}

/** A schema then and now, and where it stands. */
interface Pair {
  readonly was: unknown;
  readonly is: unknown;
  readonly place: string;
}

/** What of a schema breaks a client that knows the released one, each with its place. */
export function schemaChanges(
  comparison: Comparison,
  pair: Pair,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const { released, current } = comparison;
  const pairName = `${String(readReference(pair.was))} ${String(readReference(pair.is))}`;
  if (readReference(pair.was) !== undefined && seen.has(pairName)) return [];
  const nowSeen = new Set([...seen, pairName]);
  const here = { ...pair, was: resolve(released, pair.was), is: resolve(current, pair.is) };
  return [
    ...typeChanges(comparison, here),
    ...limitChanges(comparison, here),
    ...fieldChanges(comparison, here),
    ...listCommonParts(here).flatMap((part) => schemaChanges(comparison, part, nowSeen)),
  ];
}

function readReference(schema: unknown): unknown {
  return isJson(schema) ? schema['$ref'] : undefined;
}

function resolve(document: Json, schema: unknown): Json {
  const ref = readReference(schema);
  if (typeof ref !== 'string') return isJson(schema) ? schema : {};
  return inside(inside(inside(document, 'components'), 'schemas'), ref.split('/').at(-1) ?? '');
}

interface Resolved {
  readonly was: Json;
  readonly is: Json;
  readonly place: string;
}

function typeChanges({ side }: Comparison, { was, is, place }: Resolved): readonly string[] {
  const before = side === 'request' ? was : is;
  const after = side === 'request' ? is : was;
  const gone = listIn(was, 'enum').filter((value) => !listIn(is, 'enum').includes(value));
  return [
    ...(was['type'] === is['type'] ? [] : [`${place}: ${name(was['type'])} became ${name(is['type'])}`]),
    ...(before['nullable'] === true && after['nullable'] !== true ? [`${place}: null ${verb[side]}`] : []),
    // A client has to live with new values in answers; the document says so.
    ...(side === 'request' && 'enum' in is
      ? gone.map((value) => `${place}: ${String(value)} is taken no more`)
      : []),
    ...(side === 'request' && 'enum' in is && !('enum' in was)
      ? [`${place}: only some values are taken`]
      : []),
  ];
}

const verb = { request: 'is taken no more', answer: 'may come now' } as const;

const upper = ['maximum', 'maxLength', 'maxItems', 'maxProperties'] as const;
const lower = ['minimum', 'minLength', 'minItems', 'minProperties'] as const;

/** Limits of answers bind the service alone. */
function limitChanges({ side }: Comparison, { was, is, place }: Resolved): readonly string[] {
  if (side === 'answer') return [];
  const narrower = [
    ...upper.filter((limit) => number(is[limit], Infinity) < number(was[limit], Infinity)),
    ...lower.filter((limit) => number(is[limit], -Infinity) > number(was[limit], -Infinity)),
    ...(['pattern', 'format'] as const).filter((rule) => is[rule] !== undefined && is[rule] !== was[rule]),
  ];
  return narrower.map((limit) => `${place}: ${limit} was ${name(was[limit])} and is ${name(is[limit])}`);
}

function fieldChanges({ side }: Comparison, { was, is, place }: Resolved): readonly string[] {
  const fields = inside(was, 'properties');
  const gone = Object.keys(fields).filter((field) => !(field in inside(is, 'properties')));
  const [before, after] = side === 'request' ? [was, is] : [is, was];
  const required = listIn(after, 'required').filter((field) => !listIn(before, 'required').includes(field));
  const words = side === 'request' ? 'is required now' : 'may be missing now';
  return [
    ...gone.map((field) => `${place}.${field}: is gone`),
    ...required
      .filter((field) => !gone.includes(String(field)))
      .map((field) => `${place}.${String(field)}: ${words}`),
    ...(side === 'request' && is['additionalProperties'] === false && was['additionalProperties'] !== false
      ? [`${place}: other fields are taken no more`]
      : []),
    ...alternatives.flatMap((kind) => alternativeChanges({ side, kind }, { was, is, place })),
  ];
}

const alternatives = ['oneOf', 'anyOf'] as const;
type Alternative = (typeof alternatives)[number];

function alternativeChanges(
  { side, kind }: { readonly side: Comparison['side']; readonly kind: Alternative },
  { was, is, place }: Resolved,
): readonly string[] {
  const [from, to] = side === 'request' ? [was, is] : [is, was];
  const missing = nameAlternatives(listIn(from, kind)).filter(
    ([key]) => !nameAlternatives(listIn(to, kind)).some(([other]) => other === key),
  );
  return missing.map(([key]) => `${place}: ${key} ${verb[side]}`);
}

/** Alternatives are known by what they refer to, or by their title; else by their place. */
function nameAlternatives(schemas: readonly unknown[]): readonly (readonly [string, unknown])[] {
  return schemas.map((schema, at) => {
    const key =
      readReference(schema) ?? (isJson(schema) ? schema['title'] : undefined) ?? `alternative ${at + 1}`;
    return [String(key), schema] as const;
  });
}

/** What is in both, and compared in turn. */
function listCommonParts({ was, is, place }: Resolved): readonly Pair[] {
  const fields = Object.entries(inside(was, 'properties'))
    .filter(([field]) => field in inside(is, 'properties'))
    .map(([field, schema]) => ({
      was: schema,
      is: inside(is, 'properties')[field],
      place: `${place}.${field}`,
    }));
  const items = 'items' in was ? [{ was: was['items'], is: is['items'], place: `${place}[]` }] : [];
  const others = isJson(was['additionalProperties'])
    ? [{ was: was['additionalProperties'], is: is['additionalProperties'], place: `${place}.*` }]
    : [];
  const choices = alternatives.flatMap((kind) =>
    nameAlternatives(listIn(was, kind)).flatMap(([key, schema]) =>
      nameAlternatives(listIn(is, kind))
        .filter(([other]) => other === key)
        .map(([, other]) => ({ was: schema, is: other, place })),
    ),
  );
  return [...fields, ...items, ...others, ...choices];
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function name(value: unknown): string {
  return value === undefined ? 'anything' : String(value);
}
