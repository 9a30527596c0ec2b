import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../docs/support/pages.js';
import { bundleClient, installClient } from './support/built-client.js';

const project = join(root, 'clients/typescript');
const folder = mkdtempSync(join(tmpdir(), 'client-'));
let installed = '';

beforeAll(() => void (installed = installClient(folder)));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();

describe('the package', () => {
  it('it is imported, with the types that were built for it', () => {
    const script =
      "import { createClient, webhooks } from '@getnet-terminal-payments/client'; import { FileKeyStore } from '@getnet-terminal-payments/client/node'; console.log(typeof createClient, typeof webhooks.verify, typeof FileKeyStore)";
    expect(run('--input-type=module', '-e', script)).toBe('function function function');
    expect(readdirSync(join(installed, 'dist'))).toEqual(
      expect.arrayContaining(['index.d.ts', 'file-key-store.d.ts']),
    );
  });

  it('it is required by a CommonJS program, on a Node that can', () => {
    const script = "console.log(typeof require('@getnet-terminal-payments/client').createClient)";
    expect(run('--no-warnings', '-e', script)).toBe('function');
  });

  it('it has no dependency', () => {
    expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).not.toHaveProperty(
      'dependencies',
    );
  });

  it('a browser loads it: nothing of Node is imported but by the store in files', () => {
    const importing = modules().filter((name) =>
      /from 'node:/.test(readFileSync(join(installed, 'dist', name), 'utf8')),
    );
    expect(importing).toEqual(['file-key-store.js']);
  });

  it('all of it is bundled for a browser and minified: 15 kB at most', () => {
    const bytes = statSync(bundleClient(folder, installed)).size;
    expect(bytes).toBeLessThanOrEqual(15_000);
    expect(bytes).toBeGreaterThan(5_000);
  });
});

function modules(): readonly string[] {
  return readdirSync(join(installed, 'dist')).filter((name) => name.endsWith('.js'));
}
