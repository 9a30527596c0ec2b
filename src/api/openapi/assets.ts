import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';

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

/** @returns a file of Swagger UI, from the installed package: nothing is fetched from elsewhere. Undefined for any other name. */
export async function swaggerAsset(name: string): Promise<Asset | undefined> {
  if (!isAsset(name)) return undefined;
  return { type: types[name], content: await readFile(nearSwagger.resolve(`swagger-ui-dist/${name}`)) };
}

function isAsset(name: string): name is keyof typeof types {
  return Object.hasOwn(types, name);
}
