import { describe, expect, it } from '@jest/globals';
import { createPaint } from '../../../src/dev/screen/paint.js';
import { renderWelcome } from '../../../src/dev/stack/screen.js';
import type { ShownStack } from '../../../src/dev/stack/screen.js';

const never = new Promise<never>(() => undefined);
const stack: ShownStack = {
  addresses: {
    api: 'http://127.0.0.1:3000',
    worker: 'http://127.0.0.1:9465',
    ledger: 'http://127.0.0.1:9466',
    simulator: 'http://127.0.0.1:4010',
  },
  credentials: {
    callbackKeys: 'demo:key',
    apiKeys: { 'demo-cl': 'key-cl' },
    merchantsFile: '/merchants.json',
  },
  temporal: {
    address: '127.0.0.1:7233',
    namespace: 'default',
    uiUrl: 'http://127.0.0.1:8233',
    source: 'a server',
    pid: undefined,
    prepared: [],
    exited: never,
    lastLines: () => [],
    stop: () => Promise.resolve(),
  },
  logFolder: '.data/logs',
  waitsForPeople: false,
};
const shown = (waitsForPeople: boolean) => renderWelcome({ ...stack, waitsForPeople }, createPaint({}, {}));

describe('what npm start shows', () => {
  it('everything is up: the page of the terminals has its address, and a line that tells what it is', () => {
    expect(shown(false)).toContain('Watch it on the terminals: open http://127.0.0.1:4010/_sim\n');
    expect(shown(false)).toMatch(/buttons to pay, decline, walk away or pull the plug/);
  });

  it('somebody wants to see the webhooks: the command that listens is named', () => {
    expect(shown(false)).toContain('npm run listen');
  });

  it('customers play by themselves: the flag that changes it is named', () => {
    expect(shown(false)).toContain('`npm start -- --at-the-till`');
  });

  it('terminals wait for people: says that nobody pays otherwise', () => {
    expect(shown(true)).toContain('nobody pays unless you press a button');
    expect(shown(true)).not.toContain('--at-the-till');
  });
});
