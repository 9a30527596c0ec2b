import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { notFound } from '../problems/problem.js';
import { swaggerAsset } from './assets.js';
import { DOCS_PAGE, DOCS_POLICY, DOCS_SCRIPT } from './docs-page.js';
import { openApiDocument } from './document.js';

interface NamedFile {
  readonly Params: { readonly name: string };
}

/** Adds `/openapi.json` and `/docs`; to be called when all other routes are known. */
export function serveDocs(app: NestFastifyApplication): void {
  const document = JSON.stringify(openApiDocument(app));
  const instance = app.getHttpAdapter().getInstance();
  instance.get('/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(document));
  instance.get('/docs', (_, reply) =>
    reply.header('content-security-policy', DOCS_POLICY).type('text/html; charset=utf-8').send(DOCS_PAGE),
  );
  instance.get('/docs/start.js', (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(DOCS_SCRIPT),
  );
  instance.get<NamedFile>('/docs/:name', async ({ params }, reply) => {
    const asset = await swaggerAsset(params.name);
    if (asset === undefined) throw notFound();
    return reply.type(asset.type).send(asset.content);
  });
}
