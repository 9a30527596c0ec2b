import { LegacyFakeTimers, ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import { startsServices, takeSeat } from '../seats.mjs';

/** What Jest and its parts write into the global object for one spec file. */
const namesOfJest = new Set(
  'afterAll afterEach beforeAll beforeEach describe expect fdescribe fit it jest test xdescribe xit xtest'.split(
    ' ',
  ),
);
const symbolsOfJest = /jest|^(EVENT_HANDLERS|TEST_TIMEOUT_SYMBOL|RETRY_|WAIT_BEFORE_RETRY|LOG_ERRORS)/i;
const isOfJest = (key) =>
  typeof key === 'symbol' ? symbolsOfJest.test(key.description ?? '') : namesOfJest.has(key);

/** Jest asks for 100, and translates each frame of each stack that is read: that of each call which Temporal refuses, for one. */
const STACK_FRAMES = 12;

/**
 * Spec files run in the realm of their Jest worker, one after the other, so that packages can be loaded once for all of them (runtime.mjs):
 * what a package or Node throws is an `Error` of the spec file, too. What a file changed in the process is put back after it.
 */
export default class OneRealmEnvironment {
  global = globalThis;
  #before = {
    keys: new Set(Reflect.ownKeys(globalThis)),
    env: { ...process.env },
    exit: process.exit,
    console: globalThis.console,
    stackTraceLimit: Error.stackTraceLimit,
  };

  #testPath;
  #leaveSeat = () => undefined;

  constructor({ projectConfig: config }, { testPath }) {
    this.#testPath = testPath;
    const { global } = this;
    const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };
    this.moduleMocker = new ModuleMocker(global);
    this.fakeTimers = new LegacyFakeTimers({ config, global, moduleMocker: this.moduleMocker, timerConfig });
    this.fakeTimersModern = new ModernFakeTimers({ config, global });
  }

  /** No time limit of a test runs here: a file that starts services waits for its seat. */
  async setup() {
    Error.stackTraceLimit = STACK_FRAMES;
    const port = process.env.TEST_SEATS_PORT;
    if (port !== undefined && startsServices(this.#testPath)) this.#leaveSeat = await takeSeat(Number(port));
  }

  async teardown() {
    this.#leaveSeat();
    const { keys, env, exit, console, stackTraceLimit } = this.#before;
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(globalThis))
      if (isOfJest(key) && !keys.has(key)) Reflect.deleteProperty(globalThis, key);
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    process.exit = exit;
    globalThis.console = console;
    Error.stackTraceLimit = stackTraceLimit;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Jest asks whether there is still one; runtime.mjs does not use it. */
  getVmContext() {
    return this.global;
  }
}
