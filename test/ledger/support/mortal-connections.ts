import pg from 'pg';

/** The name that a projector gives its connections. */
const NAME = 'ledger projector';

/** Right before, or right after, the first statement whose text matches. */
export interface KillPoint {
  readonly statement: string;
  readonly when: 'before' | 'after';
}

type Query = (this: pg.Client, ...given: readonly unknown[]) => unknown;

const prototype = pg.Client.prototype as unknown as { query: Query };

/**
 * As `kill -9` of the projector of this process, as far as Postgres can tell: from one statement on nothing reaches it, and its
 * connections are cut. A projector has no effect elsewhere.
 *
 * @returns what settles with its death, and how to let the next projector live.
 */
export function killAt({ statement, when }: KillPoint) {
  const pattern = new RegExp(statement, 'i');
  const query = prototype.query;
  const alive = new Set<pg.Client>();
  let isDead = false;
  let describeKillPoint: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (describeKillPoint = resolve));
  const kill = (): Error => {
    isDead = true;
    for (const client of alive) cut(client);
    describeKillPoint();
    return new Error('the connection is closed: its process is dead');
  };
  prototype.query = function (config, ...others) {
    if (readName(this) !== NAME) return query.call(this, config, ...others);
    alive.add(this);
    const isStep = pattern.test(readText(config));
    const callback = others.at(-1) as ((...answer: readonly unknown[]) => void) | undefined;
    if (isDead || (isStep && when === 'before')) return fail(kill(), callback);
    if (!isStep) return query.call(this, config, ...others);
    if (typeof callback !== 'function')
      return (query.call(this, config, ...others) as Promise<unknown>).then(() => Promise.reject(kill()));
    return query.call(this, config, ...others.slice(0, -1), () => callback(kill()));
  };
  return { died, restore: () => void (prototype.query = query) };
}

function fail(error: Error, callback: ((...answer: readonly unknown[]) => void) | undefined): unknown {
  if (typeof callback !== 'function') return Promise.reject(error);
  process.nextTick(callback, error);
  return undefined;
}

function cut(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

function readName(client: pg.Client): string | undefined {
  return (client as unknown as { connectionParameters?: { application_name?: string } }).connectionParameters
    ?.application_name;
}

const readText = (config: unknown): string =>
  typeof config === 'string' ? config : ((config as { text?: string } | undefined)?.text ?? '');
