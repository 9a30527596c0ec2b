import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { notFoundProblem } from '../problems/problem.js';
import { openApiDocument } from './document.js';

// The package is a dependency of @nestjs/swagger, so it is looked for from there.
const nearSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));

const types = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** A file of the page's machinery. */
export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

/** A file of Swagger UI, from the installed package: nothing is fetched from elsewhere. Undefined for any other name. */
export async function readSwaggerAsset(name: string): Promise<Asset | undefined> {
  if (!isAsset(name)) return undefined;
  return { type: types[name], content: await readFile(nearSwagger.resolve(`swagger-ui-dist/${name}`)) };
}

function isAsset(name: string): name is keyof typeof types {
  return Object.hasOwn(types, name);
}

/** Only our own files are loaded; Swagger UI needs inline styles and data images. */
export const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

/** The page that shows the document. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Getnet terminal payments</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** Starts the page: a file of its own, so that no inline script has to be allowed. */
export const DOCS_SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  persistAuthorization: true,
});
`;

interface NamedFile {
  readonly Params: { readonly name: string };
}

/** Adds `/openapi.json` and `/docs`. The document is made when it is first asked for: few processes are, and all have to start. */
export function serveDocs(app: NestFastifyApplication): void {
  let document: string | undefined;
  const instance = app.getHttpAdapter().getInstance();
  instance.get('/openapi.json', (_, reply) => {
    document ??= JSON.stringify(openApiDocument(app));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  instance.get('/docs', (_, reply) =>
    reply.header('content-security-policy', DOCS_POLICY).type('text/html; charset=utf-8').send(DOCS_PAGE),
  );
  instance.get('/docs/start.js', (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(DOCS_SCRIPT),
  );
  instance.get<NamedFile>('/docs/:name', async ({ params }, reply) => {
    const asset = await readSwaggerAsset(params.name);
    if (asset === undefined) throw notFoundProblem();
    return reply.type(asset.type).send(asset.content);
  });
}
