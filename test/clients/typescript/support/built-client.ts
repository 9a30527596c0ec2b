import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../../docs/support/pages.js';

const project = join(root, 'clients/typescript');
// It comes with the Temporal worker, which bundles workflows with it.
const webpack = createRequire(createRequire(import.meta.url).resolve('@temporalio/worker')).resolve(
  'webpack',
);

/** Builds the client and installs it into a folder as npm would: what `files` names. @returns where it is. */
export function installClient(folder: string): string {
  const installed = join(folder, 'node_modules/@getnet-terminal-payments/client');
  mkdirSync(installed, { recursive: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', project, '--outDir', join(installed, 'dist')]);
  cpSync(join(project, 'package.json'), join(installed, 'package.json'));
  return installed;
}

/** Bundles the installed client for a browser, minified. @returns the module's file. */
export function bundleClient(folder: string, installed: string): string {
  const entry = join(installed, 'dist/index.js');
  const output = { path: folder, filename: 'bundle.mjs', module: true, library: { type: 'module' } };
  const options = { mode: 'production', target: 'web', experiments: { outputModule: true }, entry, output };
  const script = `require(process.argv[1])(JSON.parse(process.argv[2]), (error, stats) => {
    if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
  })`;
  execFileSync(process.execPath, ['-e', script, webpack, JSON.stringify(options)], { cwd: folder });
  return join(folder, 'bundle.mjs');
}
