import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import { install } from './cache.js';
import { noCli } from './cli.js';
import type { CliLookup } from './cli.js';
import { cliVersion } from './pins.js';

/** How long the host may take to begin its answer, and to finish it. */
export interface DownloadTimeouts {
  readonly firstByteMs: number;
  readonly wholeMs: number;
}

/** Where to download from; replaced in tests. */
export interface DownloadOptions {
  readonly host?: string;
  readonly timeouts?: DownloadTimeouts;
}

const defaultHost = 'https://temporal.download';
const defaultTimeouts: DownloadTimeouts = { firstByteMs: 20_000, wholeMs: 300_000 };
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Downloads the CLI from Temporal's own site, the one that the SDK's testing package uses. */
export async function downloadCli(target: string, options: DownloadOptions = {}): Promise<CliLookup> {
  const arch = architectures[process.arch];
  if (!arch || !['linux', 'darwin'].includes(process.platform)) {
    return noCli(`there is no archive for ${process.platform} on ${process.arch} that this can unpack`);
  }
  const host = options.host ?? defaultHost;
  const url = `${host}/cli/archive/v${cliVersion}?platform=${process.platform}&arch=${arch}`;
  return install(target, async (folder) => {
    const archive = join(folder, 'archive.tar.gz');
    await download(url, archive, options.timeouts ?? defaultTimeouts);
    await promisify(execFile)('tar', ['-xzf', archive, '-C', folder, 'temporal']);
    return join(folder, 'temporal');
  });
}

async function download(url: string, file: string, timeouts: DownloadTimeouts): Promise<void> {
  const giveUp = new AbortController();
  const silence = setTimeout(
    () =>
      giveUp.abort(new Error(`${new URL(url).host} did not answer within ${timeouts.firstByteMs / 1_000} s`)),
    timeouts.firstByteMs,
  );
  const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(timeouts.wholeMs)]);
  const response = await fetch(url, { signal }).finally(() => clearTimeout(silence));
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file), { signal });
}
