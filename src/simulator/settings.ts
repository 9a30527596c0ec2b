/** For whom the headers `env`, `country` and `app` are mandatory. Contract §1.3: documented so, yet Chile does without. */
export type HeaderRule = 'ar' | 'all' | 'none';

/** Who plays the customer that no script plays: the amount's last digits, or whoever sits at the page. */
export type CustomerRule = 'usual' | 'waits';

/** What an Argentine amount on the wire is taken for where it is shown to people. Contract §12 Q1: not known. */
export type ArAmountUnit = 'pesos' | 'centavos' | 'unknown';

/** How the simulator runs. */
export interface Settings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The terminal's first window. Contract §7: 90 s. */
  readonly windowMs: number;
  /** The wait after it. Contract §7: 210 s. */
  readonly extraWindowMs: number;
  /** How long the default customer takes. */
  readonly customerDelayMs: number;
  readonly customer: CustomerRule;
  /** How long a token is good for. Contract §2: 24 h. */
  readonly tokenLifeMs: number;
  readonly requireHeaders: HeaderRule;
  /** For the page alone: the wire knows numbers only. */
  readonly arAmountUnit: ArAmountUnit;
}

/** What holds where nothing is set. */
export const defaultSettings: Settings = {
  host: '127.0.0.1',
  port: 4010,
  windowMs: 90_000,
  extraWindowMs: 210_000,
  customerDelayMs: 1_500,
  customer: 'usual',
  tokenLifeMs: 86_400_000,
  requireHeaders: 'ar',
  arAmountUnit: 'unknown',
};

/** The settings, or every fault of the environment in words. */
export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

interface Variable {
  readonly name: string;
  readonly setting: keyof Settings;
  readonly expected: string;
  read(text: string): string | number | undefined;
}

const duration = 'a duration such as 250ms, 15s, 5m or 24h';

/** Every environment variable of the simulator, in the order in which the documentation lists them. */
export const variables: readonly Variable[] = [
  { name: 'SIMULATOR_PORT', setting: 'port', expected: 'a port from 0 to 65535', read: parsePort },
  { name: 'SIMULATOR_HOST', setting: 'host', expected: 'an address without spaces', read: parseHost },
  { name: 'SIMULATOR_WINDOW', setting: 'windowMs', expected: duration, read: parseDuration },
  { name: 'SIMULATOR_EXTRA_WINDOW', setting: 'extraWindowMs', expected: duration, read: parseDuration },
  { name: 'SIMULATOR_CUSTOMER_DELAY', setting: 'customerDelayMs', expected: duration, read: parseDuration },
  {
    name: 'SIMULATOR_CUSTOMER',
    setting: 'customer',
    expected: 'usual or waits',
    read: oneOf('usual', 'waits'),
  },
  { name: 'SIMULATOR_TOKEN_LIFE', setting: 'tokenLifeMs', expected: duration, read: parseDuration },
  {
    name: 'SIMULATOR_REQUIRE_HEADERS',
    setting: 'requireHeaders',
    expected: 'ar, all or none',
    read: oneOf('ar', 'all', 'none'),
  },
  {
    name: 'SIMULATOR_AR_AMOUNT_UNIT',
    setting: 'arAmountUnit',
    expected: 'pesos, centavos or unknown',
    read: oneOf('pesos', 'centavos', 'unknown'),
  },
];

function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function parseHost(text: string): string | undefined {
  return /^\S+$/.test(text) ? text : undefined;
}

function oneOf(...words: readonly string[]): Variable['read'] {
  return (text) => words.find((word) => word === text.toLowerCase());
}

/** Reads the settings from environment variables; one left out or empty has its default. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingsReading {
  const given = variables.flatMap((variable) => {
    const text = environment[variable.name]?.trim();
    return text ? [{ ...variable, text, value: variable.read(text) }] : [];
  });
  const faults = given
    .filter(({ value }) => value === undefined)
    .map(({ name, text, expected }) => `${name} is "${text}": give ${expected}`);
  if (faults.length > 0) return { kind: 'faults', faults };
  const read = Object.fromEntries(given.map(({ setting, value }) => [setting, value]));
  return { kind: 'settings', settings: { ...defaultSettings, ...read } };
}

const millisecondsPerUnit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

// Node's timers hold 31 bits; a longer one would fire at once.
const longestMs = 2 ** 31 - 1;

/** Reads a duration such as `250ms`, `15s`, `5m` or `24h`, of at most 24 days, as milliseconds; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const durationMs = Math.round(
    Number(count) * millisecondsPerUnit[unit as keyof typeof millisecondsPerUnit],
  );
  return durationMs <= longestMs ? durationMs : undefined;
}

/** Reads an optional duration that was checked before; `defaultMs` where there is none. */
export function durationOr(text: string | undefined, defaultMs: number): number {
  return text === undefined ? defaultMs : (parseDuration(text) ?? defaultMs);
}
