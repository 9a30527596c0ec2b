import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, from `src/dev`, from `dist/dev` and from where the chaos run is compiled to. */
export const projectRoot = findProjectRoot(dirname(fileURLToPath(import.meta.url)));

/** What may be deleted at any time and is made again: the Temporal CLI, a demo's files. */
export const cacheFolder = join(projectRoot, '.cache');

/** The path of a built file, e.g. `distPath('dev/demo.js')`. */
export function distPath(path: string): string {
  return join(projectRoot, 'dist', path);
}

/** What is deployed as a process of its own. */
export type Program = 'api' | 'ledger' | 'simulator' | 'worker';

/** The path of a program, bundled into one file (ADR 0029). @param build the folder of another build. */
export function programPath(program: Program, build: string = distPath('.')): string {
  return join(build, 'programs', `${program}.js`);
}

/** The workflows as the worker runs them and replay reads them; `npm run build` writes it. */
export const bundlePath = distPath('workflow-bundle.cjs');

function findProjectRoot(folder: string): string {
  const isRoot = existsSync(join(folder, 'package.json')) || folder === dirname(folder);
  return isRoot ? folder : findProjectRoot(dirname(folder));
}
