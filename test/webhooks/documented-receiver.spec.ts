import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { WebhookEvent } from '../../src/domain/webhook-delivery.js';
import { createWebhookSender } from '../../src/webhooks/sender.js';
import { page, root } from '../docs/support/pages.js';

const key = Buffer.alloc(32, 3);
const at = '2026-01-15T13:30:58.004Z';

const REPORT_PORT = `listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
const code = page('docs/webhooks.md')
  .blocks.find(({ language, text }) => language === 'ts' && text.includes('createServer'))
  ?.text.replace('listen(8080)', REPORT_PORT);

let receiver: ChildProcess;
let url: string;
beforeEach(async () => {
  const env = { ...process.env, WEBHOOK_SECRET: `whsec_${key.toString('base64')}` };
  const started = spawn(process.execPath, ['--input-type=module', '-e', code ?? ''], { cwd: root, env });
  receiver = started;
  const [port] = (await once(createInterface(started.stdout), 'line')) as [string];
  url = `http://127.0.0.1:${port}/hooks`;
});
afterEach(async () => {
  receiver.kill();
  await once(receiver, 'exit');
});

async function send(event: Pick<WebhookEvent, 'type' | 'data'>, signedWith = key) {
  const sender = createWebhookSender({
    findEndpoint: () => ({ url, keys: [signedWith] }),
    allowPrivate: true,
  });
  const message = { event: { ...event, key: 'x', at }, sequence: 1, watermark: 1 };
  const report = await sender.send({ merchant: 'shop', endpoint: 'main', message });
  await sender.close();
  return report;
}

it.each([
  ['transaction.approved', '{"id":"tx_1","status":"approved","outcome":{"moneyMoved":"yes"},"late":null}'],
  ['terminal.quarantined', '{"terminalId":"cl-till-1"}'],
  ['reconciliation.different', '{"id":"rec_1"}'],
  ['webhook.test', '{}'],
] as const)('the receiver of the page on webhooks is sent %s: it takes it', async (type, data) => {
  expect(await send({ type, data })).toEqual({ kind: 'delivered', status: 204 });
});

it('the receiver of the page on webhooks is sent a forged event: 401', async () => {
  expect(await send({ type: 'webhook.test', data: '{}' }, Buffer.alloc(32, 9))).toMatchObject({
    status: 401,
  });
});
