import { randomUUID } from 'node:crypto';
import type { Paint } from '../screen/paint.js';
import type { Stack } from './stack.js';

/** What of a stack is shown. */
export interface ShownStack extends Pick<Stack, 'addresses' | 'credentials' | 'temporal' | 'logFolder'> {
  /** Whether the terminals wait for whoever is at their page. */
  readonly waitsForPeople: boolean;
}

/** What `npm start` shows once everything is ready. */
export function renderWelcome(stack: ShownStack, paint: Paint): string {
  const { addresses, credentials, temporal, logFolder } = stack;
  const rows: readonly (readonly [string, string])[] = [
    ['REST API', addresses.api],
    ['its documentation', `${addresses.api}/docs`],
    ...Object.entries(credentials.apiKeys).map(([id, key]) => [`API key of ${id}`, key] as const),
    ['Temporal UI', temporal.uiUrl ?? `not known here: ${temporal.source}`],
    ['virtual terminals', terminalsUrl(stack)],
    ['logs', `${logFolder}/*.log`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${paint.dim(name.padEnd(width))}  ${paint.cyan(value)}`);
  return [
    paint.bold('Everything is up.'),
    '',
    ...lines,
    '',
    paint.bold('Take a payment: paste this into another shell.'),
    paint.dim(
      'A new Idempotency-Key is a new sale; a repeat of the same one gives the same transaction as it is now.',
    ),
    '',
    renderCurl(stack),
    '',
    ...renderInvitation(stack, paint),
    '',
    paint.dim('Ctrl-C stops everything.'),
  ].join('\n');
}

function renderInvitation(stack: ShownStack, paint: Paint): readonly string[] {
  return [
    paint.bold(`Watch it on the terminals: open ${terminalsUrl(stack)}`),
    paint.dim('Screens, what comes over the wire, and buttons to pay, decline, walk away or pull the plug.'),
    paint.dim(stack.waitsForPeople ? waitingText : playingText),
    '',
    paint.bold('Listen to the webhooks, as a shop’s backend would: npm run listen'),
    paint.dim('In another shell. The service repeats what it sends while nobody listens: docs/webhooks.md.'),
  ];
}

const waitingText = 'They wait for you: nobody pays unless you press a button there.';
const playingText =
  'Customers pay by themselves; `npm start -- --at-the-till` makes the terminals wait for you instead.';

function terminalsUrl({ addresses }: Pick<Stack, 'addresses'>): string {
  return `${addresses.simulator}/_sim`;
}

/** A sale as a `curl` command, with a key that was never used. */
export function renderCurl({ addresses, credentials }: Pick<Stack, 'addresses' | 'credentials'>): string {
  const sale = {
    type: 'sale',
    terminalId: 'cl-till-1',
    amount: { value: 5990, currency: 'CLP' },
    reference: 'ORD-1001',
  };
  return [
    `curl -sS ${addresses.api}/v1/transactions \\`,
    `  -H 'Authorization: Bearer ${credentials.apiKeys['demo-cl']}' \\`,
    `  -H 'Idempotency-Key: ${randomUUID()}' \\`,
    `  -H 'Content-Type: application/json' -H 'Prefer: wait=20' \\`,
    `  -d '${JSON.stringify(sale)}'`,
  ].join('\n');
}
