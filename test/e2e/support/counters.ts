import type { Country, TestTerminal, Mode, Shop } from './shops.js';

/** A terminal of a merchant. */
export interface ShopTerminal {
  readonly shop: Shop;
  readonly counter: TestTerminal;
}

/** What is asked for. */
export interface TerminalQuery {
  readonly country: Country;
  readonly mode: Mode;
  /** Of a merchant that nobody else has. */
  readonly alone: boolean;
}

/** Gives each story terminals of its own. */
export interface TerminalPool {
  take(request: TerminalQuery): ShopTerminal;
  /** Another terminal of the same merchant and mode. */
  beside(place: ShopTerminal): ShopTerminal;
}

/** @throws Error, from both, when a world has no such terminal left. */
export function createTerminalPool(shops: readonly Shop[]): TerminalPool {
  const given = new Set<string>();
  const isUsed = ({ counters }: Shop) => counters.some(({ serialNumber }) => given.has(serialNumber));
  const takeIn = (shop: Shop | undefined, mode: Mode): ShopTerminal => {
    const counter = shop?.counters.find((one) => one.mode === mode && !given.has(one.serialNumber));
    if (shop === undefined || counter === undefined)
      throw new Error(`No ${mode} terminal is left: startWorld({ counters }) makes more.`);
    given.add(counter.serialNumber);
    return { shop, counter };
  };
  return {
    take({ country, mode, alone }) {
      const inCountry = shops.filter((shop) => shop.country === country);
      const fit = inCountry.filter(({ id }) => id.startsWith('lone-') === alone);
      return takeIn(alone ? fit.find((shop) => !isUsed(shop)) : fit[0], mode);
    },
    beside: ({ shop, counter }) => takeIn(shop, counter.mode),
  };
}
