import { setTimeout as pause } from 'node:timers/promises';
import { deriveTransactionId } from '../src/api/transactions/idempotency-key.js';
import type { IdempotencyKey } from '../src/api/transactions/idempotency-key.js';
import { exchange } from '../test/e2e/support/http.js';
import type { Answer, Ask } from '../test/e2e/support/http.js';
import type { TestTerminal, Shop as Merchant } from '../test/e2e/support/shops.js';
import type { CommandPlan } from './plan/order-faults.js';
import type { ApiNumber, PlannedOrder } from './plan/orders.js';
import type { Record, ReceivedAnswer } from './record.js';
import { hasEnded } from './statuses.js';
import type { ChaosWorld } from './world/world.js';

/** A shop's own patience for one answer. */
const ANSWER_MS = 12_000;
const AGAIN_MS = 400;
/** Then the shop gives up, and the end of the run shows what became of it. */
const FOLLOW_MS = 90_000;
/** A busy terminal is tried again less often, for a little longer than anybody may hold it. */
const BUSY_AGAIN_MS = 1_200;
const BUSY_TRIES = 15;

/** What a shop does with one order, as a real one would: it keeps its key and asks until it is told. */
export class ShopOrder {
  readonly id: string;
  readonly undoId: string | undefined;
  readonly #world: ChaosWorld;
  readonly #record: Record;
  readonly #planned: PlannedOrder;
  readonly #merchant: Merchant;
  readonly #counter: TestTerminal;
  #turn = 0;

  constructor(planned: PlannedOrder, world: ChaosWorld, record: Record) {
    this.#planned = planned;
    this.#world = world;
    this.#record = record;
    const merchant = world.shops.find(({ country }) => country === planned.country);
    const counter = merchant?.counters[planned.counter];
    if (merchant === undefined || counter === undefined)
      throw new Error(`No terminal for order ${planned.n}.`);
    this.#merchant = merchant;
    this.#counter = counter;
    this.id = this.#idOf(planned.key);
    this.undoId = planned.undo && this.#idOf(planned.undo.key);
  }

  get ids(): readonly string[] {
    return this.undoId === undefined ? [this.id] : [this.id, this.undoId];
  }

  get merchant(): Merchant {
    return this.#merchant;
  }

  get planned(): PlannedOrder {
    return this.#planned;
  }

  /** From the order to the end, or until only a person can help. */
  async play(): Promise<void> {
    const { key, commandPlan, retries, undo } = this.#planned;
    await this.#script(this.id, commandPlan);
    const status = await this.#startAndFollow({
      id: this.id,
      key,
      body: this.#saleBody(),
      commandPlan,
      retries,
    });
    if (status === 'approved') await this.#confirm();
    if (this.#planned.asksWithOtherBody && hasEnded(status)) await this.#askWithOtherBody();
    if (status !== 'approved' || undo === undefined || this.undoId === undefined) return;
    await this.#script(this.undoId, undo.commandPlan);
    const amount = undo.amount === undefined ? {} : { amount: this.#amount(undo.amount) };
    const body = {
      type: undo.type,
      terminalId: this.#counter.id,
      originalTransactionId: this.id,
      ...(undo.type === 'return' && amount),
    };
    const again = undo.commandPlan.isRefusedButRuns ? 0 : 3;
    await this.#startAndFollow({
      id: this.undoId,
      key: undo.key,
      body,
      commandPlan: undo.commandPlan,
      retries: again,
    });
    await this.read(this.id);
  }

  /** Asks once how it stands. */
  read(id: string, api: ApiNumber = this.#nextApi(), wait?: number): Promise<ReceivedAnswer | undefined> {
    return this.#ask(['read', id], api, { path: id, ...(wait !== undefined && { wait }) });
  }

  async #startAndFollow(start: StartRequest): Promise<unknown> {
    let notSent = 0;
    for (let busy = 0; busy < BUSY_TRIES;) {
      const response = await this.#start(start);
      const cause = judgeAnswer(response);
      if (cause === 'again') await pause(AGAIN_MS);
      if (cause === 'busy') {
        busy += 1;
        await pause(BUSY_AGAIN_MS);
      }
      if (cause === 'stop') return response?.body.status;
      if (cause === 'not_sent') {
        if (notSent >= start.retries) return 'not_sent';
        notSent += 1;
        await this.#scriptNext(start, response, notSent);
        await pause(AGAIN_MS);
      }
      if (cause !== 'follow') continue;
      if (start.id === this.id && this.#planned.isCancelled) await this.#cancel();
      const end = await this.#follow(start.id);
      const status = end?.body.status ?? 'unheard';
      if (status !== 'not_sent' || notSent >= start.retries) return status;
      notSent += 1;
      await this.#scriptNext(start, end, notSent);
    }
    return 'busy';
  }

  async #start(start: StartRequest): Promise<ReceivedAnswer | undefined> {
    const { wait, api, isDoubled } = this.#planned;
    const ask = { method: 'POST', key: start.key, json: start.body, ...(wait !== undefined && { wait }) };
    const other: ApiNumber = api === 1 ? 2 : 1;
    if (!isDoubled) return this.#ask(['start', start.id], this.#nextApi(), ask);
    const both = await Promise.all([
      this.#ask(['start', start.id], api, ask),
      this.#ask(['start', start.id], other, ask),
    ]);
    return (
      both.find((response) => judgeAnswer(response) === 'follow') ??
      both.find((response) => response !== undefined)
    );
  }

  /** Until it is final, or a person is needed. */
  async #follow(id: string): Promise<ReceivedAnswer | undefined> {
    for (const untilMs = Date.now() + FOLLOW_MS; Date.now() < untilMs;) {
      const response = await this.read(id, this.#nextApi(), 5);
      if (response?.http === 200 && hasEnded(response.body.status)) return response;
      if (response === undefined || response.http !== 200) await pause(AGAIN_MS);
    }
    return undefined;
  }

  async #cancel(): Promise<void> {
    await this.#ask(['cancel', this.id], this.#nextApi(), { method: 'POST', path: `${this.id}/cancel` });
  }

  async #confirm(): Promise<void> {
    if (this.#planned.confirmation !== 'confirm') return;
    for (let tries = 0; tries < 5; tries += 1) {
      const ask = { method: 'POST', path: `${this.id}/confirm` };
      const response = await this.#ask(['confirm', this.id], this.#nextApi(), ask);
      if (response !== undefined && response.http < 500) return;
      await pause(AGAIN_MS);
    }
  }

  async #askWithOtherBody(): Promise<void> {
    const json = { ...this.#saleBody(), amount: this.#amount(this.#planned.amount + 1_000) };
    await this.#ask(['other_body', this.id], this.#nextApi(), {
      method: 'POST',
      key: this.#planned.key,
      json,
    });
  }

  async #ask([ask, id]: Question, api: ApiNumber, what: RequestSpec): Promise<ReceivedAnswer | undefined> {
    const { counts } = this.#world;
    counts.bump('request');
    const [sent, sentAtMs] = [this.#record.tick(), Date.now()];
    const address = `${this.#world.apis[api]}/v1/transactions${what.path === undefined ? '' : `/${what.path}`}`;
    const answer = await exchange(address, this.#request(what)).catch(() => undefined);
    const receivedAt = this.#record.tick();
    if (answer === undefined) {
      this.#record.unanswered.push({ id, ask, sent });
      return undefined;
    }
    if (ask === 'start' && answer.status < 300) counts.bump('accepted');
    const response = {
      id,
      ask,
      api,
      sent,
      receivedAt,
      sentAtMs,
      http: answer.status,
      body: pickBody(answer),
    };
    this.#record.responses.push(response);
    return response;
  }

  #request({ method = 'GET', key, json, wait }: RequestSpec): Ask {
    return {
      method,
      headers: {
        authorization: `Bearer ${this.#merchant.apiKey}`,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(wait !== undefined && { prefer: `wait=${wait}` }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      timeoutMs: ANSWER_MS,
    };
  }

  #saleBody() {
    const { amount, onBusy, confirmation, n } = this.#planned;
    return {
      type: 'sale',
      terminalId: this.#counter.id,
      amount: this.#amount(amount),
      reference: `CHAOS-${n}`,
      ...(onBusy === 'wait' && { onBusy, maxWait: 20 }),
      ...(confirmation !== undefined && { confirmWithin: confirmation === 'confirm' ? 60 : 2 }),
    };
  }

  #amount(value: number) {
    return { value, currency: this.#merchant.country === 'CL' ? 'CLP' : 'ARS' };
  }

  async #script(customId: string, { script }: CommandPlan): Promise<void> {
    if (script !== undefined) await this.#world.judge.script(script, { customId });
  }

  /**
   * What Getnet was to do with the command happens to the first one that it gets, whichever attempt sends that: how many end before they
   * send, while processes are down, is up to the machine.
   */
  async #scriptNext(
    { id, commandPlan }: StartRequest,
    response: ReceivedAnswer | undefined,
    notSent: number,
  ): Promise<void> {
    const isOurs = ({ customId }: { readonly customId: string }) =>
      customId === id || customId.startsWith(`${id}-`);
    if (this.#world.wires.commands.some(isOurs)) return;
    const attempt = Number(response?.body['attempt'] ?? notSent);
    await this.#script(`${id}-${attempt + 1}`, commandPlan);
  }

  #idOf(key: string): string {
    return deriveTransactionId(this.#merchant.id, key as IdempotencyKey);
  }

  /** In turn, as behind a load balancer. */
  #nextApi(): ApiNumber {
    this.#turn += 1;
    return (this.#planned.api + this.#turn) % 2 === 0 ? 1 : 2;
  }
}

/** What is asked, and about which transaction. */
type Question = readonly [ask: ReceivedAnswer['ask'], id: string];

interface StartRequest {
  readonly id: string;
  readonly key: string;
  readonly body: object;
  readonly commandPlan: CommandPlan;
  readonly retries: number;
}

interface RequestSpec {
  readonly method?: string;
  readonly path?: string;
  readonly key?: string;
  readonly json?: object;
  readonly wait?: number;
}

/** What a shop makes of an answer to its start. */
function judgeAnswer(
  response: ReceivedAnswer | undefined,
): 'again' | 'busy' | 'not_sent' | 'follow' | 'stop' {
  if (response === undefined) return 'again';
  const { http, body } = response;
  if (http < 300)
    return hasEnded(body.status) ? (body.status === 'not_sent' ? 'not_sent' : 'stop') : 'follow';
  if (body.retry !== 'same_key') return 'stop';
  if (body.code === 'terminal-busy' || body.code === 'not-settled') return 'busy';
  return body.moneyMoved === 'no' && body.transactionId !== undefined ? 'not_sent' : 'again';
}

/** Without what nobody judges, so that a long run stays small. */
function pickBody({ body }: Answer): ReceivedAnswer['body'] {
  const {
    evidence: _evidence,
    states: _states,
    links: _links,
    receipt: _receipt,
    report: _report,
    ...kept
  } = body;
  return kept as ReceivedAnswer['body'];
}
