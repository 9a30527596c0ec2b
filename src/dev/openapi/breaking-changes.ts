import { inside, isJson, listIn } from './json.js';
import type { Json } from './json.js';
import { schemaChanges } from './schema-changes.js';

/**
 * What breaks a client of the released document: an address, a parameter, a field that is gone, anything that has to be sent now, an
 * answer that may lack something. More is allowed: new routes, optional fields, new values in answers.
 *
 * @returns each change by its place; none where there is nothing to say.
 */
export function breakingChanges(released: Json, current: Json): readonly string[] {
  const changes = Object.entries(inside(released, 'paths')).flatMap(([path, methods]) =>
    Object.entries(isJson(methods) ? methods : {}).flatMap(([method, operation]) => {
      const place = `${method.toUpperCase()} ${path}`;
      const now = inside(inside(current, 'paths'), path)[method];
      if (!isJson(now)) return [`${place}: is gone`];
      const pair = { documents: { released, current }, was: operation, is: now, place };
      return [...parameterChanges(pair), ...bodyChanges(pair), ...answerChanges(pair)];
    }),
  );
  return [...new Set(changes)];
}

interface Operations {
  readonly documents: { readonly released: Json; readonly current: Json };
  readonly was: unknown;
  readonly is: unknown;
  readonly place: string;
}

function parameterChanges({ documents, was, is, place }: Operations): readonly string[] {
  const before = byName(listIn(was, 'parameters'));
  const after = byName(listIn(is, 'parameters'));
  const gone = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name) => `${place}: ${name} is gone`);
  const changed = [...after].flatMap(([name, parameter]) => {
    const known = before.get(name);
    const isRequired = parameter['required'] === true && known?.['required'] !== true;
    const required = isRequired ? [`${place}: ${name} is required now`] : [];
    if (known === undefined) return required;
    const pair = { was: known['schema'], is: parameter['schema'], place: `${place} ${name}` };
    return [...required, ...schemaChanges({ ...documents, side: 'request' }, pair)];
  });
  return [...gone, ...changed];
}

/** `header idempotency-key`: names of headers have no case. */
function byName(parameters: readonly unknown[]): ReadonlyMap<string, Json> {
  return new Map(
    parameters
      .filter(isJson)
      .map((one) => [`${String(one['in'])} ${String(one['name']).toLowerCase()}`, one]),
  );
}

function bodyChanges({ documents, was, is, place }: Operations): readonly string[] {
  const before = inside(was, 'requestBody');
  const after = inside(is, 'requestBody');
  const isRequired = after['required'] === true && before['required'] !== true;
  return [
    ...(isRequired ? [`${place}: a body is required now`] : []),
    ...contentChanges({ documents, was: before, is: after, place: `${place} body` }, 'request'),
  ];
}

/** Errors may come and go: all are problems, and a client knows them by their code. */
function answerChanges({ documents, was, is, place }: Operations): readonly string[] {
  const before = Object.entries(inside(was, 'responses')).filter(([status]) => status.startsWith('2'));
  return before.flatMap(([status, answer]) => {
    const now = inside(is, 'responses')[status];
    const there = `${place} ${status}`;
    if (!isJson(now)) return [`${there}: is gone`];
    return contentChanges({ documents, was: answer, is: now, place: there }, 'answer');
  });
}

function contentChanges(
  { documents, was, is, place }: Operations,
  side: 'request' | 'answer',
): readonly string[] {
  return Object.entries(inside(was, 'content')).flatMap(([type, content]) => {
    const now = inside(is, 'content')[type];
    if (!isJson(now)) return [`${place}: ${type} is gone`];
    const schemas = { was: isJson(content) ? content['schema'] : {}, is: now['schema'], place };
    return schemaChanges({ ...documents, side }, schemas);
  });
}
