import { compileSchemas } from '../../api/support/document-schemas.js';
import { findAnswerFaults } from '../../api/support/documented-answers.js';
import type { AnswersDocument, GivenAnswer } from '../../api/support/documented-answers.js';
import { exchange } from './http.js';

/** A request, and what was answered. */
export interface Exchange extends GivenAnswer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

/** The document of a running service, to hold exchanges against. */
export type ContractDocument = Awaited<ReturnType<typeof readContract>>;

export async function readContract(api: string) {
  const document = (await exchange(`${api}/openapi.json`)).body as unknown as AnswersDocument;
  const schemas = compileSchemas(document);
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  const findTemplate = (path: string) => templates.find(({ pattern }) => pattern.test(path))?.template;
  return {
    /** @returns what the document says against an exchange. A method that the address lacks has the answer of any other. */
    findFaults(one: Exchange): readonly string[] {
      const routes = document.paths[findTemplate(one.path) ?? ''] ?? {};
      const operation = routes[one.method.toLowerCase()] ?? (one.status === 405 && Object.values(routes)[0]);
      if (!operation) return [`${one.method} ${one.path} is not documented`];
      return findAnswerFaults(schemas, operation, one);
    },
    /** @returns an exchange without what differs from run to run. */
    name: ({ method, path, status }: Exchange) => `${method} ${findTemplate(path) ?? path} ${status}`,
  };
}
