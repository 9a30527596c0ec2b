import { transformSync } from '@swc/core';
import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCredentials } from '../../../src/dev/stack/credentials.js';
import { cacheFolder, projectRoot } from '../../../src/dev/project-root.js';
import { demoAsStarted } from './cookbook-world.js';
import { eventually } from './eventually.js';
import { findUnusedPort } from './ports.js';
import type { TrueOutcome } from './simulator.js';
import { startWorld } from './world.js';
import type { World } from './world.js';

/** What stands in the page. */
export interface QuickstartPage {
  /** Each begins with `// name.ts`. */
  readonly programs: readonly string[];
  /** What is added to `demo-cl` in the merchants file. */
  readonly endpoints: string;
}

/** A reader of the page, with a project of his own and what `npm start` runs. */
export type Quickstart = Awaited<ReturnType<typeof startQuickstart>>;

const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(projectRoot, 'node_modules/@types')],
};

export async function startQuickstart({ programs, endpoints }: QuickstartPage) {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'quickstart-'));
  const data = join(folder, 'data');
  const { apiKeys, merchantsFile } = await ensureCredentials(data);
  const world = await startWorld({
    ownTemporal: true,
    counters: 1,
    env: { ...demoAsStarted, MERCHANTS_FILE: merchantsFile },
  });
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const hookPort = await findUnusedPort();
  const project = createProject(join(folder, 'shop'), programs);
  const env = {
    PATH: process.env['PATH'],
    API: world.urls.api,
    CL_KEY: apiKeys['demo-cl'],
    HOOK_SECRET: secret,
    HOOK_PORT: String(hookPort),
  };
  const run = async (command: string, ...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(command, args, { cwd: project, env, timeout: 120_000 });
    return stdout;
  };
  let receiver: ChildProcess | undefined;
  let heard = '';
  return {
    compilerSays: () => spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' }).stdout,
    runs: (name: string) => run(process.execPath, `${name}.js`),
    shell: (script: string) => run('sh', '-ec', script),
    truth: (id: string): Promise<TrueOutcome> => world.judge.truth(id),
    received: () => heard,
    receives: (line: string | RegExp) =>
      eventually(`"${String(line)}" to be received, after ${heard}`, () =>
        heard.match(line) ? true : undefined,
      ),
    /** Starts the receiver, and adds it to the merchants file as the page says. */
    async receive() {
      receiver = spawn(process.execPath, ['receiver.js'], {
        cwd: project,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      receiver.stdout?.on('data', (chunk: Buffer) => void (heard += chunk.toString()));
      writeFileSync(join(data, 'hook-secret'), secret);
      addEndpoints(merchantsFile, endpoints.replace(':8080', `:${hookPort}`));
      await untilTakenUp(world);
    },
    /** Sends the receiver an event, signed as the service signs. @returns the status of its answer */
    async tell(id: string, event: object): Promise<number> {
      const body = JSON.stringify(event);
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signed = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'));
      const signature = signed.update(`${id}.${timestamp}.${body}`).digest('base64');
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      };
      return (await fetch(`http://127.0.0.1:${hookPort}/hooks`, { method: 'POST', headers, body })).status;
    },
    async close() {
      receiver?.kill();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function addEndpoints(file: string, endpoints: string): void {
  const known = JSON.parse(readFileSync(file, 'utf8')) as { merchants: { id: string }[] };
  const added = JSON.parse(endpoints) as object;
  const merchants = known.merchants.map((one) => (one.id === 'demo-cl' ? { ...one, ...added } : one));
  writeFileSync(file, JSON.stringify({ merchants }));
}

/** The page says: within seconds. Both processes say so in their logs. */
async function untilTakenUp({ api, worker }: World): Promise<void> {
  const isTaken = (log: string) => log.includes('the new merchants file is in force');
  await eventually('the merchants file to be taken up', () =>
    isTaken(api.log()) && isTaken(worker.log()) ? true : undefined,
  );
}

/** The programs as they stand in the page, and as JavaScript beside them; the client as npm would install it. */
function createProject(folder: string, programs: readonly string[]): string {
  const client = join(folder, 'node_modules/@getnet-terminal-payments/client');
  mkdirSync(client, { recursive: true });
  const build = spawnSync(process.execPath, [
    tsc,
    '-p',
    join(projectRoot, 'clients/typescript'),
    '--outDir',
    join(client, 'dist'),
  ]);
  if (build.status !== 0) throw new Error(`The client does not build: ${build.stdout.toString()}`);
  cpSync(join(projectRoot, 'clients/typescript/package.json'), join(client, 'package.json'));
  symlinkSync(join(projectRoot, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  for (const program of programs) {
    const [, name = ''] = /^\/\/ (\w+)\.ts\n/.exec(program) ?? [];
    writeFileSync(join(folder, `${name}.ts`), program);
    const options = {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    } as const;
    writeFileSync(join(folder, `${name}.js`), transformSync(program, options).code);
  }
  return folder;
}
