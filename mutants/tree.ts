import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import ts from 'typescript';
import { plant } from './apply.js';
import type { Mutant } from './mutant.js';

/** All that the tests read; what they write stays in the copy. */
const copied = [
  'src',
  'types',
  'test',
  'chaos',
  'dist',
  'docs',
  'clients',
  'config',
  'scripts',
  'mutants',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'jest.config.mjs',
  'jest.quick.config.mjs',
  '.dependency-cruiser.cjs',
  '.env.example',
  'README.md',
  'CHANGELOG.md',
];

const BUNDLE = 'dist/workflow-bundle.cjs';
const PROGRAMS = 'dist/programs';

/** A copy of the project: a mistake is planted in it, and taken out again. */
export class ProjectCopy {
  private constructor(
    private readonly source: string,
    readonly folder: string,
    private readonly bundle: string,
  ) {}

  /**
   * @param source the project, built.
   * @param folder where the copy goes; emptied first.
   */
  static async copy(source: string, folder: string): Promise<ProjectCopy> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, '.cache'), { recursive: true });
    const filter = (path: string) => !path.includes('node_modules');
    for (const name of copied) await cp(join(source, name), join(folder, name), { recursive: true, filter });
    // Neither the packages nor Temporal are fetched a second time.
    for (const name of ['node_modules', '.cache/temporal-cli'].filter((one) => existsSync(join(source, one))))
      await symlink(join(source, name), join(folder, name));
    return new ProjectCopy(source, folder, await readFile(join(source, BUNDLE), 'utf8'));
  }

  /** @param isBuilt whether the test runs what was built. */
  async plant(mutant: Mutant, isBuilt: boolean): Promise<void> {
    const text = plant(mutant, await readFile(join(this.source, mutant.file), 'utf8'));
    await writeFile(join(this.folder, mutant.file), text);
    if (!isBuilt || !mutant.file.startsWith('src/')) return;
    await writeFile(join(this.folder, findBuiltFile(mutant)), compile(text));
    if (this.isInBundle(mutant)) this.run('dist/dev/bundle-workflows.js');
    this.run('scripts/bundle-programs.mjs');
  }

  async takeOut(mutant: Mutant): Promise<void> {
    const files = [mutant.file, ...(mutant.file.startsWith('src/') ? [findBuiltFile(mutant)] : [])];
    for (const file of files) await cp(join(this.source, file), join(this.folder, file));
    await writeFile(join(this.folder, BUNDLE), this.bundle);
    await cp(join(this.source, PROGRAMS), join(this.folder, PROGRAMS), { recursive: true });
  }

  private isInBundle(mutant: Mutant): boolean {
    return this.bundle.includes(`"./${findBuiltFile(mutant)}"`);
  }

  private run(script: string): void {
    const { status, stderr } = spawnSync(process.execPath, [script], { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${script} failed in the copy: ${stderr}`);
  }
}

function findBuiltFile({ file }: Mutant): string {
  return file.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
}

/** One file alone: the rest is built already. `npm run check:types` has seen the original. */
function compile(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  }).outputText;
}
