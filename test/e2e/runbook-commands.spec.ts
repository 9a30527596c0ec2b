import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { findCli } from '../../src/dev/temporal/find.js';
import { page } from '../docs/support/pages.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const LIMIT_MS = 180_000;
/** The transaction that the page speaks of. */
const EXAMPLE = 'tx_pnqktlqX3n9QGGz96aA';
const run = promisify(execFile);

/** Every command of the page's shell blocks, one a line, without the remarks behind them. */
const commands = page('docs/runbook.md')
  .blocks.filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, ' ').split('\n'))
  .map((line) => line.replace(/\s{2,}#.*$/, '').trim())
  .filter((line) => /^(curl|temporal) /.test(line));
const named = (program: string) => commands.filter((command) => command.startsWith(`${program} `));

let world: World;
let sale: Order;
let cli: string;
beforeAll(async () => {
  const env = { DISPATCH_WITHIN: '2s', LIFECYCLE_LIMIT: '3s', GETNET_TIMEOUT: '1s', ATTENTION_AFTER: '6s' };
  world = await startWorld({ env });
  cli = (await findCli()).path;
  // Nobody learns Getnet's number: a person is needed.
  const script = {
    answer: { lost: 'after_reading' },
    callback: { lost: true },
    customer: { action: 'decline' },
  } as const;
  sale = (await world.terminal({ script })).order();
  await sale.send();
  await sale.becomes('needs_attention');
}, LIMIT_MS);
afterAll(() => world.close(), LIMIT_MS);

/** As whoever reads the page would: with the ids of a real transaction and terminal. */
function adapt(command: string): string {
  return command
    .replaceAll(EXAMPLE, sale.id)
    .replaceAll('cl-till-1', sale.counter.id)
    .replaceAll('SN0000000001', sale.counter.serialNumber)
    .replaceAll('$(uuidgen)', randomUUID());
}

async function shell(command: string, env: NodeJS.ProcessEnv) {
  try {
    const { stdout } = await run('bash', ['-c', command], {
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
    return { isDone: true, says: stdout };
  } catch (failure) {
    const { stderr = '' } = failure as { readonly stderr?: string };
    return { isDone: false, says: `${String(failure)}\n${stderr}` };
  }
}

describe('the commands of docs/runbook.md', () => {
  it(
    'each curl: the API understands it, and takes it or says why not',
    async () => {
      const found = named('curl');
      expect(found.length).toBeGreaterThan(5);
      const { apiKey } = sale.shop;
      const keys = { API: world.urls.api, API_KEY: apiKey, SUPPORT_KEY: apiKey };
      for (const command of found) {
        const { says } = await shell(`${adapt(command)} -o /dev/null -w '%{http_code}'`, keys);
        const isNobodys = command.includes('rc_pnqktlqX3n9QGGz96aA');
        expect([command, ...(isNobodys ? ['404'] : ['200', '202', '409'])]).toContain(says);
      }
      expect((await sale.get()).body).toMatchObject({ status: 'declined' });
    },
    LIMIT_MS,
  );

  it(
    'each temporal command: the CLI understands it, and finds what is there',
    async () => {
      const found = named('temporal').filter((command) => !command.includes('update-options'));
      expect(found.length).toBeGreaterThan(20);
      const { namespace } = world.temporal.options;
      const env = { TEMPORAL_ADDRESS: world.temporalAddress, TEMPORAL_NAMESPACE: namespace };
      for (const command of found) {
        const { isDone, says } = await shell(adapt(command).replace(/^temporal/, `'${cli}'`), env);
        // Of what no story of this file has begun, the server says that there is none.
        const isAbsent = /not found|already completed/i.test(says);
        expect([command, isDone || isAbsent, says]).toEqual([command, true, says]);
        if (command.includes(' list ')) expect([command, isDone]).toEqual([command, true]);
      }
    },
    LIMIT_MS,
  );
});
