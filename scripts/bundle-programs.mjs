// Bundles what is deployed as a process into one file each, dist/programs/<program>.js, which starts in about half the time (ADR 0029).
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// Nest and pg ask for these only where they are used, and nothing here uses them.
const unused = [
  ...['@nestjs/microservices', '@nestjs/websockets', '@nestjs/platform-express'],
  ...['class-transformer', 'class-validator', 'pg-native'],
  ...['@fastify/multipart', '@fastify/static', '@fastify/view'],
];

// The SDK's worker starts threads and a native library from files of its own, and all its packages have to be the same ones.
const externals = { worker: ['@temporalio/*'] };

// Packages that are not ES modules expect these names.
const banner = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  "import { fileURLToPath as pathOfBundle } from 'node:url';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const __filename = pathOfBundle(import.meta.url);',
  "const __dirname = pathOfBundle(new URL('.', import.meta.url));",
].join('\n');

// A module that looks for a file beside itself finds it beside the module, not beside the bundle.
const ownAddresses = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const address = JSON.stringify(`../${relative('dist', path).replaceAll('\\', '/')}`);
      return { contents: text.replaceAll('import.meta.url', `new URL(${address}, import.meta.url).href`) };
    });
  },
};

const bundle = (program) =>
  build({
    entryPoints: [`dist/${program}/main.js`],
    outfile: `dist/programs/${program}.js`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The names of classes are read: by Nest, and in logs.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    banner: { js: banner },
    external: [...unused, ...unused.map((one) => `${one}/*`), ...(externals[program] ?? [])],
    plugins: [ownAddresses],
  });

await Promise.all(['api', 'worker', 'ledger', 'simulator'].map(bundle));
