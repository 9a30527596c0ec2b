import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Temporal CLI that was run and answered. */
export interface Cli {
  readonly path: string;
  /** As `temporal --version` says it, e.g. `1.9.1 (Server 1.32.0, UI 2.54.1)`. */
  readonly version: string;
}

/** What a place answers when it is asked for a CLI. */
export type CliLookup =
  | { readonly kind: 'works'; readonly cli: Cli }
  /** `why` completes the sentence "nothing, because …" and says enough to mend it. */
  | { readonly kind: 'nothing'; readonly why: string };

/** Before this, Update-with-Start on a closed run answered otherwise. */
const oldestVersion = [1, 5] as const;

/** Runs `temporal --version` and judges the answer. */
export async function tryCli(path: string): Promise<CliLookup> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 20_000 });
    return checkVersion(path, stdout.trim());
  } catch (error) {
    return noCli(`${path} cannot be run: ${describeError(error)}`);
  }
}

/** The result of a look-up that found no usable CLI. */
export function noCli(why: string): CliLookup {
  return { kind: 'nothing', why };
}

/** An error in one line. */
export function describeError(error: unknown): string {
  const message = readMessage(error);
  const cause =
    typeof error === 'object' && error !== null && 'cause' in error ? readMessage(error.cause) : '';
  const reason = cause === '' ? message : `${message} (${cause})`;
  return reason.trim().split('\n').slice(-1).join('').slice(0, 300);
}

function checkVersion(path: string, said: string): CliLookup {
  const [, version = '', major, minor] = /^temporal version ((\d+)\.(\d+)\S*.*)$/m.exec(said) ?? [];
  if (version === '')
    return noCli(
      `${path} is not the Temporal CLI: it calls itself "${said.split('\n', 1).join().slice(0, 80)}"`,
    );
  const isOld =
    Number(major) < oldestVersion[0] ||
    (Number(major) === oldestVersion[0] && Number(minor) < oldestVersion[1]);
  if (isOld)
    return noCli(
      `${path} is version ${version}, and ${oldestVersion.join('.')} is the oldest that works here`,
    );
  return { kind: 'works', cli: { path, version } };
}

// By its field: an error of Node's own is no instance of a test's Error.
function readMessage(error: unknown): string {
  if (error === undefined) return '';
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}
