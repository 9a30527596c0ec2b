import type { OpenAPIObject } from '@nestjs/swagger';
import { describeProblems } from '../docs/refs.js';
import type { ProblemCode } from '../problems/catalogue.js';

type Paths = OpenAPIObject['paths'];
type Path = Paths[string];
type Operation = NonNullable<Path['get']>;

const methods = ['get', 'post'] as const;
type Method = (typeof methods)[number];

/**
 * Adds the answers that no route gives by itself, because something gives them for all routes of a kind: the check of keys, the
 * reading of bodies, the list of methods. What a route says of such a status by itself stays.
 */
export function addCommonAnswers(paths: Paths): Paths {
  return Object.fromEntries(Object.entries(paths).map(([path, routes]) => [path, addToPath(path, routes)]));
}

function addToPath(path: string, routes: Path): Path {
  const added = methods.flatMap((method) => {
    const operation = routes[method];
    return operation ? [[method, addToOperation(operation, listCommonProblems(path, method))] as const] : [];
  });
  return { ...routes, ...Object.fromEntries(added) };
}

function addToOperation(operation: Operation, codes: readonly ProblemCode[]): Operation {
  const common = describeProblems(codes).map(({ status, ...answer }) => [String(status), answer] as const);
  return { ...operation, responses: { ...Object.fromEntries(common), ...operation.responses } };
}

function listCommonProblems(path: string, method: Method): readonly ProblemCode[] {
  const isOurs = path.startsWith('/v1/');
  return [
    // A callback may have any body.
    ...(isOurs && method === 'post' ? readsBody : []),
    ...(isOurs ? (['unauthorized'] as const) : []),
    ...(path.includes('{') ? (['not-found'] as const) : []),
    ...(['method-not-allowed', 'internal-error'] as const),
  ];
}

const readsBody = ['malformed-json', 'body-too-large', 'unsupported-media-type'] as const;
