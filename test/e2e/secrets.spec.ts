import { readFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from './support/http.js';
import { startRecordingProxy } from './support/recording-proxy.js';
import type { RecordingProxy } from './support/recording-proxy.js';
import { expectAllToAgree } from './support/expect-ledger.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const bin = '45717399';
const expiryDate = '3411';
const cardNumber = '4571739912345674';
const card = { bin, expiryDate, last4Digits: '5674' };

describe('secrets and cards', () => {
  let world: World;
  let behindGetnet: RecordingProxy;
  let beforeGetnet: RecordingProxy;
  beforeAll(async () => {
    [behindGetnet, beforeGetnet] = await Promise.all([startRecordingProxy(), startRecordingProxy()]);
    const env = {
      LOG_LEVEL: 'debug',
      ATTENTION_AFTER: '7s',
      GETNET_BASE_URL: `${beforeGetnet.url}/api/postxs/`,
    };
    world = await startWorld({ ownTemporal: true, publicUrl: behindGetnet.url, env });
    behindGetnet.passTo(world.urls.api);
    beforeGetnet.passTo(world.urls.simulator);
  });
  afterAll(async () => {
    await world.close();
    await Promise.all([behindGetnet.close(), beforeGetnet.close()]);
  });

  /** Every way a secret or a card can come near a log: each is one sale's. */
  const lives = async (): Promise<readonly string[]> => {
    const says = { responseMessage: `Tarjeta ${cardNumber} vence ${expiryDate}` };
    const scripts = [
      { customer: { card, says } },
      { customer: { action: 'decline', card, says } },
      { customer: { card }, callback: { lost: true } },
      { customer: { card }, answer: { lost: 'after_reading' } },
      { customer: { card }, status: [{ text: `CARD ${cardNumber} EXP ${expiryDate}` }, { reply: 'html' }] },
      { refusal: { text: `BLOCKED ${cardNumber}` } },
      { refusal: { status: 403, contentType: 'text/html', body: `<html>${cardNumber}</html>` } },
      { refusal: 'token_expired', customer: { card } },
    ] as const;
    const wishes = (['CL', 'AR'] as const).flatMap((country) =>
      (['async', 'sync'] as const).flatMap((mode) => scripts.map((script) => ({ country, mode, script }))),
    );
    const texts = await Promise.all(
      wishes.map(async (wish) => {
        const till = await world.terminal(wish);
        const sale = await till.sale();
        // A sync dispatch that is lost on its way to a busy worker is noticed after a minute.
        await sale.settles(75_000);
        const audit = await exchange(`${world.urls.api}/v1/transactions/${sale.id}/audit`, {
          headers: { authorization: `Bearer ${till.shop.apiKey}` },
        });
        expect(audit.status).toBe(200);
        const answers = [sale.answer, await sale.get(), await sale.send(), await till.get(), audit];
        return answers.map(({ text, headers }) => `${text}${JSON.stringify(headers)}`);
      }),
    );
    const lone = await world.terminal({ alone: true });
    const { clientId, clientSecret } = lone.shop;
    await world.judge.script({ auth: { text: `WRONG ${clientId}/${clientSecret}` } }, { clientId });
    const refused = await lone.sale();
    expect(refused.answer.status).toBe(502);
    const wrongKey = await refused
      .get()
      .then(() => exchange(`${world.urls.api}/v1/terminals`, badBearer(lone.shop.apiKey)));
    return [...texts.flat(), refused.answer.text, wrongKey.text];
  };
  const badBearer = (apiKey: string) => ({ headers: { authorization: `Bearer ${apiKey}x` } });

  const histories = async (): Promise<string> => {
    const texts = [];
    for await (const { workflowId, runId } of world.temporal.workflow.list()) {
      const history = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
      texts.push(decoded(historyToJSON(history)));
    }
    return texts.join('\n');
  };

  it('are in no answer, log, metric, history or database file', async () => {
    const places: Record<string, string> = { answers: (await lives()).join('\n') };
    await expectAllToAgree(world.orders, world.judge);
    places['histories'] = await histories();
    const metrics = [`${world.urls.worker}/metrics`, `http://127.0.0.1:${world.ports.apiMetrics}/metrics`];
    places['metrics'] = (await Promise.all(metrics.map((url) => exchange(url))))
      .map(({ text }) => text)
      .join('\n');
    await Promise.all([world.api.stop(), world.worker.stop()]);
    await world.ownTemporal.stop();
    // Not the simulator's: it logs what these scripts tell it to say.
    for (const part of [world.api, world.worker, world.ownTemporal]) places[part.name] = part.log();
    for (const file of ['temporal.db', 'temporal.db-wal'])
      places[file] = readBytes(`${world.folder}/${file}`);

    // The search can find something: what may be there is.
    const reference = world.orders[0]?.id ?? '';
    for (const place of ['answers', 'histories', 'api', 'worker', 'temporal.db'])
      expect({ place, found: places[place]?.includes(reference) }).toEqual({ place, found: true });
    expect(places['histories']).toContain('"accepted":{"transactionId"');

    const secrets = {
      cardNumber,
      bin,
      expiryDate: `"${expiryDate}"`,
      ...Object.fromEntries(
        world.shops.map(({ id, clientSecret }) => [`client secret of ${id}`, clientSecret]),
      ),
      ...Object.fromEntries(world.shops.map(({ id, apiKey }) => [`API key of ${id}`, apiKey])),
      callbackKey: world.callbackKeys.split(':')[1] ?? '',
      ...numbered('callback token', behindGetnet.names),
      ...numbered('token of Getnet', beforeGetnet.tokens),
    };
    expect(behindGetnet.names.size).toBeGreaterThan(8);
    expect(beforeGetnet.tokens.size).toBeGreaterThan(2);
    const leaks = Object.entries(places).flatMap(([place, text]) =>
      Object.entries(secrets).flatMap(([name, secret]) =>
        text.includes(secret) ? [`${name} in ${place}`] : [],
      ),
    );
    expect(leaks).toEqual([]);
  }, 150_000);
});

/** A history as text, its payloads as what they say. */
function decoded(history: string): string {
  return history.replace(/"data":\s*"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
}

function numbered(what: string, texts: ReadonlySet<string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...texts].map((text, at) => [`${what} ${at}`, text]));
}

function readBytes(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
