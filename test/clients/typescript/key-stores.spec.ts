import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeyStore } from '../../../clients/typescript/src/file-key-store.js';
import { beginIntent, chooseOnce, renewIntent } from '../../../clients/typescript/src/intent.js';
import { MemoryKeyStore } from '../../../clients/typescript/src/index.js';
import type { KeyStore } from '../../../clients/typescript/src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const stores: readonly (readonly [string, () => KeyStore, (store: KeyStore) => KeyStore])[] = [
  ['in memory', () => new MemoryKeyStore(), (store) => store],
  // Another process: nothing but the folder is shared.
  ['in files', () => new FileKeyStore(join(folder, String(Math.random()))), again],
];

function again(store: KeyStore): KeyStore {
  return Object.assign(Object.create(FileKeyStore.prototype) as FileKeyStore, store);
}

describe.each(stores)('keys %s', (_, create, open) => {
  it('an intent begins twice: one key, and the second knows that the first is open', async () => {
    const store = create();
    const first = await beginIntent(store, 'sale:Ñ/../1', 'void');
    const second = await beginIntent(open(store), 'sale:Ñ/../1', 'return');
    expect(second).toMatchObject({ key: first.key, inDoubt: true });
    expect(first.inDoubt).toBe(false);
    await first.settle();
    expect(await open(store).get('sale:Ñ/../1')).toEqual({ key: first.key, open: 0, choice: 'void' });
  });

  it('forty begin at once: one key, and all are counted', async () => {
    const store = create();
    const all = await Promise.all(Array.from({ length: 40 }, () => beginIntent(open(store), 'sale:2')));
    expect(new Set(all.map(({ key }) => key)).size).toBe(1);
    expect(all.filter(({ inDoubt }) => !inDoubt)).toHaveLength(1);
    expect((await store.get('sale:2'))?.open).toBe(40);
  });

  it('forty choose at once, each otherwise: one choice for all, and it keeps the key', async () => {
    const store = create();
    const choices = await Promise.all(
      Array.from({ length: 40 }, (_, n) => chooseOnce(open(store), 'refund:5', async () => String(n))),
    );
    expect(new Set(choices).size).toBe(1);
    const kept = await store.get('refund:5');
    expect(kept).toMatchObject({ choice: choices[0], open: 0 });
    expect(await beginIntent(store, 'refund:5', 'another')).toMatchObject({ key: kept?.key, inDoubt: false });
  });

  it('forty ask for a new key at once: there is one', async () => {
    const store = create();
    const { key } = await beginIntent(store, 'sale:3');
    await Promise.all(Array.from({ length: 40 }, () => renewIntent(open(store), 'sale:3', key)));
    const renewed = await store.get('sale:3');
    expect(renewed?.key).not.toBe(key);
    await renewIntent(store, 'sale:3', key);
    expect(await store.get('sale:3')).toEqual(renewed);
  });

  it('a new key was made meanwhile: the end of the old one changes nothing', async () => {
    const store = create();
    const old = await beginIntent(store, 'sale:4');
    await renewIntent(store, 'sale:4', old.key);
    const current = await beginIntent(store, 'sale:4');
    await old.settle();
    expect(await store.get('sale:4')).toEqual({ key: current.key, open: 1 });
  });
});
