import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { callbackTokens } from '../src/getnet/callback-token.js';
import type { CustomId } from '../src/domain/ids.js';
import { exchange } from '../test/e2e/support/http.js';
import { linkedNames, processNames } from './plan/disturbances.js';
import type { Disturbance, PlannedDisturbance } from './plan/disturbances.js';
import type { ChaosWorld } from './world/world.js';

/** A disturbance ends after a number of client requests, or after this time at the latest, because no requests arrive while all clients wait. */
const MAX_DISTURBANCE_MS = 8_000;
const REQUEST_DELAY_MS = 150;

/** A forged callback, and what it was answered. */
export interface Forged {
  readonly how: string;
  readonly http: number;
}

/** Does what the plan says when the counts of the world say so. */
export class Nemesis {
  /** What was done, in its order. */
  readonly done: PlannedDisturbance[] = [];
  readonly forged: Forged[] = [];
  readonly #world: ChaosWorld;
  readonly #underway = new Set<Promise<void>>();
  #isOver = false;

  constructor(world: ChaosWorld) {
    this.#world = world;
  }

  scheduleDisturbances(acts: readonly PlannedDisturbance[]): void {
    for (const act of acts) {
      this.#world.counts.callWhen(act.at.event, act.at.count, () => {
        if (this.#isOver) return;
        const doing = this.#perform(act).finally(() => this.#underway.delete(doing));
        this.#underway.add(doing);
      });
    }
  }

  /** Nothing more happens, and all that still lasts is undone. @returns once everything runs. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled([...this.#underway]);
    const { wires, processes, judge } = this.#world;
    for (const wire of [...Object.values(wires.temporal), ...Object.values(wires.getnet)]) wire.heal();
    this.#world.throttleIndex(false);
    await Promise.all(processNames.map((name) => processes[name].revive()));
    await judge.endOutage();
  }

  async #perform(act: PlannedDisturbance): Promise<void> {
    this.done.push(act);
    const undo = await this.#start(act.disturbance);
    if (undo === undefined) return;
    await this.#waitForRequests(act.lasts);
    await undo();
  }

  #waitForRequests(requests: number): Promise<void> {
    const { counts } = this.#world;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, MAX_DISTURBANCE_MS);
      counts.callWhen('request', counts.get('request') + requests, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** @returns what undoes it, where it lasts. */
  async #start(disturbance: Disturbance): Promise<(() => Promise<void>) | undefined> {
    const { processes, wires, judge } = this.#world;
    switch (disturbance.kind) {
      case 'kill':
        await processes[disturbance.target].kill();
        return () => processes[disturbance.target].revive();
      case 'pause':
        processes[disturbance.target].pause();
        return () => processes[disturbance.target].revive();
      case 'restart':
        await processes[disturbance.target].stop();
        return () => processes[disturbance.target].revive();
      case 'getnet':
        return void wires.arm(disturbance.worker, disturbance.of, disturbance.fault);
      case 'temporal_link':
        return this.#cut(disturbance);
      case 'index':
        return this.#throttleIndex();
      case 'tokens':
        return judge.revokeTokens(this.#shopIn(disturbance.country).clientId).then(() => undefined);
      case 'outage':
        await judge.outage({ reply: disturbance.reply, parts: disturbance.parts });
        return () => judge.endOutage();
      case 'connections':
        return this.#simulate('connections', { action: disturbance.how }).then(() => undefined);
      case 'forged_callback':
        return this.#forge(disturbance.how).then(() => undefined);
      case 'terminal':
        return this.#useTerminal(disturbance);
      case 'clock':
        this.#world.jumpClock(disturbance.target, disturbance.jumpMs);
        return async () => this.#world.jumpClock(disturbance.target, 0);
    }
  }

  #cut({ target, how }: Extract<Disturbance, { kind: 'temporal_link' }>): (() => Promise<void>) | undefined {
    const wire = this.#world.wires.temporal[target];
    if (how === 'reset') return void wire.reset();
    if (how === 'stall') wire.stall();
    if (how === 'slow') wire.slowDown(REQUEST_DELAY_MS);
    if (how === 'refuse') {
      wire.refuse();
      wire.reset();
    }
    return async () => wire.heal();
  }

  /** The server reads its settings when it starts. */
  async #throttleIndex(): Promise<() => Promise<void>> {
    const { processes } = this.#world;
    const restart = async (isThrottled: boolean) => {
      this.#world.throttleIndex(isThrottled);
      await processes.temporal.stop();
      await processes.temporal.revive();
    };
    await restart(true);
    return () => restart(false);
  }

  async #useTerminal({ country, counter, change }: Extract<Disturbance, { kind: 'terminal' }>) {
    const { judge } = this.#world;
    const serialNumber = this.#shopIn(country).counters[counter]?.serialNumber ?? '';
    if (change === 'busy') return judge.change(serialNumber, { busyFor: '3s' }).then(() => undefined);
    await judge.change(serialNumber, { [change]: true });
    return () => judge.change(serialNumber, { [change]: false });
  }

  async #forge(how: Extract<Disturbance, { kind: 'forged_callback' }>['how']): Promise<void> {
    const [kid = '', key = ''] = this.#world.callbackKeys.split(':');
    const createTokens = (base64: string) => callbackTokens([{ kid, key: Buffer.from(base64, 'base64') }]);
    const customId = 'tx_0123456789abcdefghi' as CustomId;
    const foreign = createTokens(Buffer.alloc(32, 7).toString('base64'));
    const token = {
      unsigned: randomUUID(),
      foreign: foreign.sign(customId, Date.now() + 60_000),
      expired: createTokens(key).sign(customId, Date.now() - 7_200_000),
    }[how];
    const address = `http://127.0.0.1:${this.#world.wires.callbacks.port}/webhooks/getnet/${token}`;
    const body = JSON.stringify({ code: 1, data: { idPosTxs: 1, responseCode: 0, customId } });
    const answer = await exchange(address, { method: 'POST', body, timeoutMs: 10_000 }).catch(
      () => undefined,
    );
    if (answer) this.forged.push({ how, http: answer.status });
  }

  async #simulate(path: string, body: object): Promise<void> {
    const address = this.#world.judge.baseUrl.replace('/api/postxs/', `/_sim/${path}`);
    await exchange(address, { method: 'POST', body: JSON.stringify(body) });
  }

  #shopIn(country: 'CL' | 'AR') {
    const shop = this.#world.shops.find((one) => one.country === country);
    if (shop === undefined) throw new Error(`No shop in ${country}.`);
    return shop;
  }
}

/** Waits until all processes that speak to Temporal have been ready for a moment. */
export async function waitUntilAllReady(world: ChaosWorld): Promise<void> {
  await Promise.all(linkedNames.map((name) => world.processes[name].revive()));
  await pause(200);
}
