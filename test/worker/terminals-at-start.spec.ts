import { describe, expect, it } from '@jest/globals';
import type { ConfiguredMerchant } from '../../src/config/merchants/merchants.js';
import type { TerminalList } from '../../src/getnet/terminal-list.js';
import { checkTerminalsInBackground } from '../../src/worker/terminals-at-start.js';
import { stub } from '../support/stub.js';

type CheckDependencies = Parameters<typeof checkTerminalsInBackground>[1];

const one = { idTerminal: '70000001', idSucursal: '10001', serialNumber: 'SN0000000001' };
const shop = (id: string, country: 'CL' | 'AR' = 'CL'): ConfiguredMerchant => ({
  id,
  name: undefined,
  country,
  sendIdSucursalAs: 'int',
  terminals: [{ id: `${id}-till`, merchant: id, country, mode: 'async', ...one }],
  policies: { lateResult: 'ask', quarantineAfter: 3 },
  webhooks: [],
});

/** Runs the check to its end. @param answers Getnet's answer for each merchant; a missing one rejects. */
async function checked(
  shops: readonly ConfiguredMerchant[],
  answers: Record<string, TerminalList>,
  setting = 'at_start',
) {
  const lines: [string, string][] = [];
  const asked: string[] = [];
  const write = (level: string) => (_fields: object, message: string) => void lines.push([level, message]);
  const settings = stub<CheckDependencies>({
    environment: { GETNET_CHECK_TERMINALS: setting, GETNET_TIMEOUT: 1_000 },
    merchants: { listUsable: () => shops },
    log: { info: write('info'), warn: write('warn') },
  });
  const terminals = ({ merchant }: { merchant: string }) => {
    asked.push(merchant);
    const answer = answers[merchant];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('broken'));
  };
  const end = checkTerminalsInBackground({ terminals }, settings);
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  return { lines, asked, end };
}

const listed = (...triples: (typeof one)[]): TerminalList => ({ kind: 'listed', triples });

describe('at the start of a worker', () => {
  it('Getnet lists another serial number, or nothing: a warning names the terminal and what was meant', async () => {
    const { lines } = await checked([shop('north'), shop('south'), shop('west')], {
      north: listed({ ...one, serialNumber: 'SN0000000007' }),
      south: listed(),
      west: listed(one),
    });
    expect(lines).toEqual([
      ['warn', expect.stringMatching(/north-till.*SN0000000007/)],
      ['warn', expect.stringMatching(/south-till.*lists none/)],
      ['info', 'Getnet lists all terminals of the merchant'],
    ]);
  });

  it.each<[string, TerminalList, number]>([
    ['this Getnet has no list', { kind: 'not_offered', cause: 'HTTP 404' }, 1],
    ['Getnet cannot be asked', { kind: 'unavailable', cause: 'ECONNREFUSED' }, 3],
  ])('%s: no warning, and the country is left alone after a few', async (_what, answer, times) => {
    const chilean = ['a', 'b', 'c', 'd', 'e'].map((id) => shop(id));
    const answers = { ...Object.fromEntries(chilean.map(({ id }) => [id, answer])), ar: listed(one) };
    const { lines, asked } = await checked([...chilean, shop('ar', 'AR')], answers);
    expect(asked).toHaveLength(times + 1);
    expect(lines.map(([level]) => level)).not.toContain('warn');
  });

  it('something of our own breaks: logged, and nothing else happens', async () => {
    const { lines } = await checked([shop('north')], {});
    expect(lines).toEqual([['warn', expect.stringContaining('could not be compared')]]);
  });

  it('switched off: nobody asks', async () => {
    expect((await checked([shop('north')], { north: listed() }, 'never')).asked).toEqual([]);
  });
});
