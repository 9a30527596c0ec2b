import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { startChild, describeExit } from '../processes/child.js';
import type { Child, Exit } from '../processes/child.js';
import { findFreePorts, isPortInUse, waitForPort } from '../processes/ports.js';
import { findCli } from './find.js';
import type { FoundCli } from './find.js';
import { buildServerArgs } from './flags.js';
import type { ServerShape } from './flags.js';

/** A server to start. */
export interface OwnServerOptions {
  /** Undefined: any free one. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  /** A UI on any free port where `uiPort` names none; off by default. */
  readonly ui?: boolean;
  /** Undefined: kept in memory. */
  readonly databaseFile?: string | undefined;
  readonly namespace?: string | undefined;
  readonly dynamicConfig?: readonly string[] | undefined;
  readonly logFile?: string | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  /** Where the CLI comes from; looked for when absent. */
  readonly cli?: FoundCli;
  readonly print?: (line: string) => void;
}

/** A server of ours that accepts connections. */
export interface OwnServer {
  readonly child: Child;
  readonly shape: ServerShape;
  readonly cli: FoundCli;
}

/** Starting takes a fraction of a second; on a busy machine with a large database, several. */
const startTimeoutMs = 60_000;

/**
 * Starts `temporal server start-dev` and waits until it accepts connections. Ports that are not given are free ones.
 *
 * @throws Error with the server's last words when it does not come up, or naming the port that is taken.
 */
export async function startServer(options: OwnServerOptions): Promise<OwnServer> {
  const cli = options.cli ?? (await findCli(options.print ? { print: options.print } : {}));
  if (options.databaseFile !== undefined) mkdirSync(dirname(options.databaseFile), { recursive: true });
  // Between finding a free port and using it another process may take it: then with others, once more.
  const attempts = options.port === undefined && options.uiPort === undefined ? 3 : 1;
  for (let attempt = 1; ; attempt += 1) {
    const shape = await resolveShape(options);
    await refusePortsInUse(shape);
    const child = await startChild({
      ...options,
      name: 'Temporal',
      command: cli.path,
      args: buildServerArgs(shape),
    });
    const end = await waitUntilUpOrEnded(child, shape.port);
    if (end === 'up') return { child, shape, cli };
    if (attempt >= attempts) throw new Error(describeFailure(child, end, shape));
  }
}

async function resolveShape(options: OwnServerOptions): Promise<ServerShape> {
  const [port = 0, uiPort = 0] = await findFreePorts(2);
  return {
    port: options.port ?? port,
    uiPort: options.uiPort ?? (options.ui ? uiPort : undefined),
    databaseFile: options.databaseFile,
    namespace: options.namespace ?? 'default',
    dynamicConfig: options.dynamicConfig,
  };
}

async function waitUntilUpOrEnded(child: Child, port: number): Promise<'up' | Exit> {
  const waiting = new AbortController();
  const tooLate = AbortSignal.timeout(startTimeoutMs);
  const end = child.exited.then((exit) => {
    waiting.abort();
    return exit;
  });
  if (await waitForPort(port, AbortSignal.any([waiting.signal, tooLate]))) return 'up';
  return tooLate.aborted ? child.stop() : end;
}

// Asked before the start: a stranger that accepts connections there would pass for ours.
async function refusePortsInUse({ port, uiPort }: ServerShape): Promise<void> {
  const taken: string[] = [];
  if (await isPortInUse(port)) taken.push(`Port ${port} is in use: set TEMPORAL_PORT to a free one.`);
  if (uiPort !== undefined && (await isPortInUse(uiPort))) {
    taken.push(`Port ${uiPort} is in use: set TEMPORAL_UI_PORT to a free one.`);
  }
  if (taken.length > 0) throw new Error(taken.join(' '));
}

function describeFailure(child: Child, exit: Exit, { databaseFile }: ServerShape): string {
  const said = child.lastLines(10).join('\n');
  const how = exit.wasRequested ? `did not come up within ${startTimeoutMs / 1_000} s` : describeExit(exit);
  const locked = /SQLITE_BUSY|database is locked/.test(said);
  const hint = locked ? `\nAnother Temporal server still uses ${databaseFile}: stop it first.` : '';
  return `The Temporal server ${how}:\n${said}${hint}`;
}
