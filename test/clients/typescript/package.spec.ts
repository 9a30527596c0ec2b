import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../docs/support/pages.js';

const project = join(root, 'clients/typescript');
const folder = mkdtempSync(join(tmpdir(), 'client-'));
const installed = join(folder, 'node_modules/@getnet-terminal-payments/client');
// It comes with the Temporal worker, which bundles workflows with it.
const webpack = createRequire(createRequire(import.meta.url).resolve('@temporalio/worker')).resolve(
  'webpack',
);

/** As npm would install it: what `files` names. */
beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', project, '--outDir', join(installed, 'dist')]);
  cpSync(join(project, 'package.json'), join(installed, 'package.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();

describe('the package', () => {
  it('it is imported, with the types that were built for it', () => {
    const script =
      "import { createClient, webhooks } from '@getnet-terminal-payments/client'; import { FileKeyStore } from '@getnet-terminal-payments/client/node'; console.log(typeof createClient, typeof webhooks.verify, typeof FileKeyStore)";
    expect(run('--input-type=module', '-e', script)).toBe('function function function');
    expect(readdirSync(join(installed, 'dist'))).toEqual(
      expect.arrayContaining(['index.d.ts', 'file-key-store.d.ts']),
    );
  });

  it('it is required by a CommonJS program, on a Node that can', () => {
    const script = "console.log(typeof require('@getnet-terminal-payments/client').createClient)";
    expect(run('--no-warnings', '-e', script)).toBe('function');
  });

  it('it has no dependency', () => {
    expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).not.toHaveProperty(
      'dependencies',
    );
  });

  it('a browser loads it: nothing of Node is imported but by the store in files', () => {
    const importing = modules().filter((name) =>
      /from 'node:/.test(readFileSync(join(installed, 'dist', name), 'utf8')),
    );
    expect(importing).toEqual(['file-key-store.js']);
  });

  it('all of it is bundled for a browser and minified: 15 kB at most', () => {
    const entry = join(installed, 'dist/index.js');
    const output = { path: folder, filename: 'bundle.mjs', module: true, library: { type: 'module' } };
    const options = { mode: 'production', target: 'web', experiments: { outputModule: true }, entry, output };
    const script = `require(process.argv[1])(JSON.parse(process.argv[2]), (error, stats) => {
      if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
    })`;
    run('-e', script, webpack, JSON.stringify(options));
    const bytes = statSync(join(folder, 'bundle.mjs')).size;
    expect(bytes).toBeLessThanOrEqual(15_000);
    expect(bytes).toBeGreaterThan(5_000);
  });
});

function modules(): readonly string[] {
  return readdirSync(join(installed, 'dist')).filter((name) => name.endsWith('.js'));
}
