import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../src/dev/processes/child.js';
import type { Child } from '../../src/dev/processes/child.js';
import { programPath } from '../../src/dev/project-root.js';
import { eventually } from '../e2e/support/eventually.js';
import { shopEntry } from './shops.js';

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly address?: string;
  readonly merchant?: string;
  readonly faults?: readonly string[];
}

/** A process of the service over a merchants file of its own. */
class WatchedProcess {
  private readonly lines: LogLine[] = [];
  private child: Child | undefined;

  constructor(
    private readonly name: 'api' | 'worker',
    readonly file: string,
  ) {}

  async start(): Promise<void> {
    this.child = await startChild({
      name: this.name,
      command: process.execPath,
      args: [programPath(this.name)],
      env: {
        PATH: process.env['PATH'],
        MERCHANTS_FILE: this.file,
        SHOP_ID: 'shop',
        SHOP_SECRET: 'very-secret',
        GETNET_BASE_URL: 'http://127.0.0.1:9/api/postxs/',
        PORT: '0',
        METRICS_PORT: '0',
        TEMPORAL_ADDRESS: this.name === 'worker' ? process.env['TEST_TEMPORAL_ADDRESS'] : '127.0.0.1:9',
        TEMPORAL_NAMESPACE: process.env['TEST_TEMPORAL_NAMESPACE'],
        TEMPORAL_TASK_QUEUE: `watch-${process.pid}`,
      },
      onLine: (line) => {
        if (line.startsWith('{')) this.lines.push(JSON.parse(line) as LogLine);
      },
    });
    await this.line(/^listening$|^worker is up$/, STARTS_WITHIN_MS);
  }

  /** Waits for a line of the log. */
  line(message: RegExp, withinMs?: number): Promise<LogLine> {
    return eventually(`${this.name} says ${String(message)}`, () => this.all(message)[0], withinMs);
  }

  all(message: RegExp): readonly LogLine[] {
    return this.lines.filter(({ msg }) => message.test(msg));
  }

  hangUp(): void {
    if (this.child !== undefined) process.kill(this.child.pid, 'SIGHUP');
  }

  async stop(): Promise<void> {
    await this.child?.stop();
  }

  /** @returns the status a key is answered with: 401 unknown, 503 `merchant-misconfigured`, else known. */
  async answerTo(key: string): Promise<string> {
    const { address } = await this.line(/^listening$/);
    const headers = { authorization: `Bearer ${key}` };
    const reply = await fetch(`${address}/v1/transactions/none`, { headers });
    const { code } = (await reply.json()) as { readonly code: string };
    return code;
  }

  becomes(key: string, code: string): Promise<true> {
    return eventually(`${key} is answered ${code}`, async () =>
      (await this.answerTo(key)) === code ? true : undefined,
    );
  }
}

/** A machine with much to do. */
const STARTS_WITHIN_MS = 60_000;
const CANNOT = /the merchants file has faults/;
const IN_FORCE = /is in force/;
let folder: string;
let running: WatchedProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const merchants = (...ids: readonly string[]): string =>
  JSON.stringify({ merchants: ids.map((id) => shopEntry(id)) });

async function started(name: 'api' | 'worker', file: string): Promise<WatchedProcess> {
  const one = new WatchedProcess(name, file);
  running.push(one);
  await one.start();
  return one;
}

describe('a running API, its merchants file changed', () => {
  it('written in place, replaced by renaming, broken, mended: what is right takes effect, what is broken changes nothing', async () => {
    const file = join(folder, 'merchants.json');
    writeFileSync(file, merchants('old', 'kept'));
    const api = await started('api', file);
    const known = await api.answerTo('old-key');
    expect(known).not.toBe('unauthorized');

    writeFileSync(file, merchants('kept', 'new'));
    await api.becomes('new-key', known);
    expect(await api.answerTo('old-key')).toBe('unauthorized');

    writeFileSync(`${file}.tmp`, '{"merchants": [');
    renameSync(`${file}.tmp`, file);
    await api.line(CANNOT);
    expect(await api.answerTo('new-key')).toBe(known);
    expect(await api.answerTo('kept-key')).toBe(known);
    expect(api.all(CANNOT)).toMatchObject([{ level: 'error' }]);
    expect(api.all(CANNOT)[0]?.faults).toEqual([expect.stringMatching(/is not JSON/)]);

    writeFileSync(`${file}.tmp`, merchants('kept', 'newer'));
    renameSync(`${file}.tmp`, file);
    await api.becomes('newer-key', known);
    expect(await api.answerTo('new-key')).toBe('unauthorized');
    expect(api.all(CANNOT)).toHaveLength(1);
  });

  it('behind the links of a Kubernetes volume: the new version takes effect', async () => {
    for (const [version, ids] of [
      ['v1', ['old']],
      ['v2', ['new']],
    ] as const) {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, 'merchants.json'), merchants(...ids));
    }
    symlinkSync('v1', join(folder, '..data'));
    symlinkSync('..data/merchants.json', join(folder, 'merchants.json'));
    const api = await started('api', join(folder, 'merchants.json'));
    const known = await api.answerTo('old-key');

    symlinkSync('v2', join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    await api.becomes('new-key', known);
    expect(await api.answerTo('old-key')).toBe('unauthorized');
  });

  it('SIGHUP: a changed secret is read though the file is the same, and a broken file is reported at once', async () => {
    const file = join(folder, 'merchants.json');
    const entry = shopEntry('a', {
      getnet: { clientId: { env: 'SHOP_ID' }, clientSecret: { file: 'secret' } },
    });
    writeFileSync(join(folder, 'secret'), 'first-secret');
    writeFileSync(file, JSON.stringify({ merchants: [entry] }));
    const api = await started('api', file);
    writeFileSync(join(folder, 'secret'), 'second-secret');
    api.hangUp();
    await api.line(IN_FORCE);

    rmSync(join(folder, 'secret'));
    api.hangUp();
    expect((await api.line(CANNOT)).faults).toEqual([expect.stringMatching(/ENOENT/)]);
    expect(await api.answerTo('a-key')).not.toMatch(/unauthorized|merchant-misconfigured/);
    expect(readFileSync(file, 'utf8')).toContain('secret');
  });

  it('one merchant has a bad entry from the start: its key is told so, the others work; corrected, it works too', async () => {
    const file = join(folder, 'merchants.json');
    const bad = shopEntry('bad', { terminals: [{ id: 't' }] });
    writeFileSync(file, JSON.stringify({ merchants: [shopEntry('good'), bad] }));
    const api = await started('api', file);
    const known = await api.answerTo('good-key');
    expect(await api.answerTo('bad-key')).toBe('merchant-misconfigured');
    expect(await api.answerTo('nobody-key')).toBe('unauthorized');
    const line = await api.line(/^this merchant is stopped/);
    expect(line).toMatchObject({ level: 'error', merchant: 'bad' });
    expect(line.faults).toHaveLength(3);

    writeFileSync(file, merchants('good', 'bad'));
    await api.becomes('bad-key', known);
  });
});

describe('a running worker, its merchants file changed', () => {
  it('what is right is in force, what is broken is reported once and changes nothing', async () => {
    const file = join(folder, 'merchants.json');
    writeFileSync(file, merchants('a'));
    const worker = await started('worker', file);
    writeFileSync(file, merchants('a', 'b'));
    await worker.line(IN_FORCE);
    writeFileSync(file, 'nonsense');
    await worker.line(CANNOT);
    worker.hangUp();
    await eventually('reported again on SIGHUP', () => (worker.all(CANNOT).length === 2 ? true : undefined));
    expect(worker.all(IN_FORCE)).toHaveLength(1);
  });
});
