import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameKept } from './key-store.js';
import type { KeptKey, KeyStore } from './key-store.js';

/**
 * Keys in files, for a shop without a database. A folder for each intent, a file for each version of what is kept: a version is
 * linked into place whole, and only one writer can take its number. So several processes may share the folder, on one machine.
 */
export class FileKeyStore implements KeyStore {
  constructor(private readonly folder: string) {}

  async get(intent: string): Promise<KeptKey | undefined> {
    return (await this.latest(intent)).kept;
  }

  async compareAndSet(intent: string, expected: KeptKey | undefined, next: KeptKey): Promise<boolean> {
    const { kept, version } = await this.latest(intent);
    if (!isSameKept(kept, expected)) return false;
    return this.write(intent, version + 1, next);
  }

  private async latest(intent: string): Promise<{ readonly kept?: KeptKey; readonly version: number }> {
    const place = this.placeOf(intent);
    const versions = (await readdir(place).catch(noneWhenMissing)).flatMap(readVersion);
    if (versions.length === 0) return { version: 0 };
    const version = Math.max(...versions);
    const { kept } = JSON.parse(await readFile(join(place, `${version}.json`), 'utf8')) as Version;
    return { kept, version };
  }

  private async write(intent: string, version: number, next: KeptKey): Promise<boolean> {
    const place = this.placeOf(intent);
    await mkdir(place, { recursive: true });
    const draft = join(place, `${randomUUID()}.draft`);
    await writeDurably(draft, JSON.stringify({ intent, kept: next } satisfies Version));
    try {
      await link(draft, join(place, `${version}.json`));
      await flush(place);
      if (version === 1) await flush(this.folder);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Hashed: an order number may hold what a file name may not. */
  private placeOf(intent: string): string {
    return join(this.folder, createHash('sha256').update(intent).digest('hex').slice(0, 40));
  }
}

/** What a file holds; the intent is for people. */
interface Version {
  readonly intent: string;
  readonly kept: KeptKey;
}

function readVersion(name: string): readonly number[] {
  const [, version] = /^(\d+)\.json$/.exec(name) ?? [];
  return version === undefined ? [] : [Number(version)];
}

function noneWhenMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name in the folder has to be on the disk too. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
