import type { Mutant } from './mutant.js';

/**
 * Plants one mistake in the text of its file.
 *
 * @throws Error where the text to replace does not stand there exactly once: the code has changed, and so must the list.
 */
export function plant(mutant: Pick<Mutant, 'name' | 'file' | 'find' | 'replace'>, text: string): string {
  const { name, file, find, replace } = mutant;
  const places = text.split(find).length - 1;
  if (places !== 1)
    throw new Error(`${name}: the text to replace stands ${places} times in ${file}, not once`);
  return text.replace(find, () => replace);
}
