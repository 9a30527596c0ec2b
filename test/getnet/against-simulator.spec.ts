import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomId, IdPosTxs } from '../../src/domain/ids.js';
import type { Mode } from '../../src/domain/policy.js';
import { findCurrency } from '../../src/domain/money.js';
import type { Country } from '../../src/domain/terminal.js';
import { movesMoney } from '../../src/domain/transaction-type.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import type { Accepted, Options } from '../../src/domain/transaction.js';
import type { TerminalResult, Verdict } from '../../src/domain/verdict.js';
import type { GetnetClient } from '../../src/getnet/client.js';
import { listCapabilities, countries, getCountryPack } from '../../src/getnet/countries/countries.js';
import { findMissingTerminals } from '../../src/getnet/terminal-check.js';
import { openTill } from '../simulator/till.js';
import type { Till } from '../simulator/till.js';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { documentedRequests } from './support/documented.js';
import { createPlainClient } from './support/plain-client.js';

const webhook = 'http://127.0.0.1:9/webhooks/getnet/token';
const clients: Readonly<Record<Country, string>> = { CL: 'demo-cl', AR: 'demo-ar' };
const matrix = countries.flatMap((country) =>
  (['async', 'sync'] as const).flatMap((mode) =>
    listCapabilities(country).map((type) => [country, mode, type] as const),
  ),
);

let till: Till;
let client: GetnetClient;
let count = 0;

beforeAll(async () => {
  till = await openTill();
  client = createPlainClient(() => `${till.simulator.url}/api/postxs/`, {
    credentialsFor: (merchant) => ({ clientId: merchant, clientSecret: `${merchant}-secret` }),
    arAmountUnit: 'centavos',
  });
});
afterAll(async () => {
  await client.close();
  await till.simulator.stop();
});

function acceptedAs(country: Country, type: TransactionType, options: Options): Accepted {
  const documented = documentedRequests.find((each) => each.country === country && each.type === type);
  const serialNumber = country === 'CL' ? 'SN0000000001' : 'SN0000000101';
  count += 1;
  return buildAcceptedSale({
    merchant: clients[country],
    terminal: { ...(documented?.accepted ?? buildAcceptedSale()).terminal, serialNumber },
    customId: `tx_0123456789abcdef-${count}` as CustomId,
    type,
    amount: { value: 5900, currency: findCurrency(country) },
    options: { ...documented?.options, ...options },
  });
}

/** Sends, and asks the cloud until it knows the end. */
async function findOutcome(accepted: Accepted, mode: Mode): Promise<Verdict> {
  const policy = buildPolicy({ mode });
  const sent = await client.send(accepted, { policy, webhook });
  if (sent.kind === 'finished') return sent.proof;
  if (sent.kind !== 'acknowledged') throw new Error(JSON.stringify(sent));
  await till.untilSettled(accepted.customId);
  return ask(accepted, sent.idPosTxs);
}

async function ask(accepted: Accepted, idPosTxs: IdPosTxs): Promise<Verdict> {
  const question = { accepted, policy: buildPolicy(), idPosTxs, idFromCallback: false };
  return (await client.status(question)).verdict;
}

async function soldIn(country: Country): Promise<TerminalResult> {
  const verdict = await findOutcome(acceptedAs(country, 'sale', {}), 'sync');
  if (verdict.kind !== 'approved') throw new Error(JSON.stringify(verdict));
  return verdict.result;
}

describe('the client and the simulator, each built from the contract alone', () => {
  it.each(matrix)('%s, %s: %s ends as it should', async (country, mode, type) => {
    const result = await soldIn(country);
    const undoing = getCountryPack(country).commands[type]?.undoing;
    const numbers = undoing?.numbersFor({ result, madeAt: new Date().toISOString() });
    const duplicated: Options = type === 'duplicate' ? { operationId: result.operationId ?? 0 } : {};
    const verdict = await findOutcome(acceptedAs(country, type, { ...numbers, ...duplicated }), mode);
    expect(verdict).toMatchObject({ kind: 'approved', result: { responseCode: 0 } });
    if (verdict.kind === 'approved') expect(verdict.result.report !== undefined).toBe(!movesMoney(type));
  });

  it('details: the sale just made is listed with our amount', async () => {
    for (const country of countries) {
      const { authorizationCode } = await soldIn(country);
      expect(authorizationCode).not.toBeNull();
      const verdict = await findOutcome(acceptedAs(country, 'details', {}), 'sync');
      const sales = verdict.kind === 'approved' ? verdict.result.report?.sales : undefined;
      expect(sales?.find((sale) => sale.authorizationCode === authorizationCode)?.amount).toEqual({
        value: 5900,
        currency: findCurrency(country),
      });
    }
  });

  it('a sale in Chile, the terminal asked: approved', async () => {
    const accepted = acceptedAs('CL', 'sale', {});
    const verdict = await findOutcome(accepted, 'async');
    const idPosTxs = (verdict.kind === 'approved' && verdict.idPosTxs) || ('0' as IdPosTxs);
    const question = { accepted, policy: buildPolicy(), idPosTxs, idFromCallback: false };
    const sendWindow = { sendBy: Date.now() + 60_000, sendWithin: 60_000 };
    expect(await client.statusAtDevice(question, sendWindow)).toEqual({ verdict });
    expect(await client.statusAtDevice({ ...question, idPosTxs: '123' as IdPosTxs }, sendWindow)).toEqual({
      verdict: { kind: 'not_found' },
    });
  });
});

describe('the list of terminals', () => {
  it.each<[string, readonly string[]]>([
    ['bare', []],
    ['in the wrapper, keys in capitals', ['wrapper', 'upper_case']],
    ['under a name in the wrapper, ids zero-padded', ['nested', 'padded', 'lower_case']],
  ])('%s: the simulator lists what belongs to the credentials', async (_how, posdata) => {
    await fetch(`${till.simulator.url}/_sim/cloud`, { method: 'PATCH', body: JSON.stringify({ posdata }) });
    const list = await client.terminals({ merchant: 'demo-cl', country: 'CL', timeoutMs: 3_000 });
    const listed = list.kind === 'listed' ? list.triples : [];
    expect(listed.length).toBeGreaterThan(0);
    const ours = listed.map((triple, index) => ({ id: `${index}`, country: 'CL' as const, ...triple }));
    expect(findMissingTerminals(ours, listed)).toEqual([]);
    expect(listed.map(({ serialNumber }) => serialNumber)).toContain('SN0000000001');
  });
});
