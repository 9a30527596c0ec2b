import { describe, expect, it } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { writeAccount } from '../../src/account/account.js';
import { UNRECOGNISED } from '../../src/account/entry.js';
import { printAccount } from '../../src/account/print-account.js';
import { readHistory } from '../../src/account/read-history.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';

const folder = fileURLToPath(new URL('../histories', import.meta.url));
const recorded = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
const converter = loadDataConverter(dataConverter);

async function account(name: string) {
  const { run } = await readHistory(JSON.parse(await readFile(`${folder}/${name}`, 'utf8')), converter);
  return writeAccount({ runs: [run] });
}

describe('the account of every recorded life', () => {
  it.each(recorded)('%s is told without an unknown line', async (name) => {
    const entries = await account(name);
    if (process.env['SHOW']) console.log(name + '\n' + printAccount(entries, () => 0));
    expect(entries.filter(({ act }) => act.includes(UNRECOGNISED))).toEqual([]);
    expect(entries.length).toBeGreaterThan(2);
  });
});
