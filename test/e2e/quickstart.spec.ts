import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { page } from '../docs/support/pages.js';
import { startQuickstart } from './support/quickstart.js';
import type { Quickstart } from './support/quickstart.js';

const { blocks } = page('docs/quickstart.md');
const programs = blocks.filter(({ language }) => language === 'ts').map(({ text }) => text);
const commands = blocks.filter(({ language, text }) => language === 'sh' && text.startsWith('curl '));
const [endpoints = ''] = blocks.filter(({ language }) => language === 'json').map(({ text }) => text);

describe('docs/quickstart.md, done by a reader', () => {
  let reader: Quickstart;
  beforeAll(async () => void (reader = await startQuickstart({ programs, endpoints })));
  afterAll(() => reader.close());

  it('the programs are copied: they compile, strictly', () => {
    expect(reader.compilerSays()).toBe('');
  });

  it('the receiver is started and told of: an order is charged, and its webhook arrives verified', async () => {
    await reader.receive();
    const said = await reader.runs('charge');
    const [id = ''] = /tx_\w+/.exec(said) ?? [];
    expect(said).toBe(`${id} is approved: hand over the goods\n`);
    await reader.receives(`1 transaction.approved ${id}`);
    expect(await reader.truth(id)).toMatchObject({ received: 1, charges: 1, refunds: 0 });
  });

  it('the page is followed twice: the order is charged once', async () => {
    const said = await reader.runs('charge');
    const [id = ''] = /tx_\w+/.exec(said) ?? [];
    expect(said).toContain('hand over the goods');
    expect(await reader.truth(id)).toMatchObject({ received: 1, charges: 1 });
  });

  it('the order is given back: voided, and the sale is reversed', async () => {
    expect(await reader.runs('refund')).toBe('void: approved; the sale is reversed\n');
    await reader.receives(/transaction\.reversed tx_/);
  });

  it('another order is listened to: each state once, up to the end', async () => {
    const states = (await reader.runs('listen')).trim().split('\n');
    expect(states.map((line) => Number(line.split(' ')[0]))).toEqual(states.map((_, at) => at + 1));
    expect(states.at(-1)).toMatch(/ approved$/);
  });

  it('all of it with curl: charged, read, listened to, given back, and a test webhook is sent', async () => {
    const said = await reader.shell(commands.map(({ text }) => text).join('\n'));
    expect(said.match(/"status":"approved"/g)?.length).toBeGreaterThanOrEqual(3);
    expect(said).toMatch(/event: state\nid: 1\n/);
    const [id = ''] = /tx_\w+/.exec(said) ?? [];
    expect(await reader.truth(id)).toMatchObject({ received: 1, charges: 1, net: 0 });
    await reader.receives(/webhook\.test/);
  });

  it('an event is announced twice, with another sequence: the receiver works on it once', async () => {
    const event = { type: 'transaction.approved', watermark: 1, data: { id: 'tx_twice' } };
    for (const sequence of [900_001, 900_002])
      expect(await reader.tell('msg_twice', { ...event, sequence })).toBe(204);
    await reader.tell('msg_after', { ...event, sequence: 900_003, data: { id: 'tx_after' } });
    await reader.receives('tx_after');
    expect(reader.received().match(/tx_twice/g)).toHaveLength(1);
  });

  it('nothing that came was refused, and nothing was lost', () => {
    expect(reader.received()).not.toMatch(/refused|again/);
  });
});
