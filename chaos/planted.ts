import { join } from 'node:path';
import { mutants } from '../mutants/list.js';
import { ProjectCopy } from '../mutants/tree.js';
import { cacheFolder, projectRoot } from '../src/dev/project-root.js';

/**
 * Copies the project and plants a bug of `npm run mutants` in the copy.
 *
 * @returns the folder with what was built from it.
 * @throws Error where no bug has that name.
 */
export async function buildWithBug(name: string): Promise<string> {
  const bug = mutants.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`No planted bug is called ${name}: see npm run mutants -- --list.`);
  const tree = await ProjectCopy.copy(projectRoot, join(cacheFolder, 'chaos-planted'));
  await tree.plant(bug, true);
  return join(tree.folder, 'dist');
}
