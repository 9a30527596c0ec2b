import { parseDuration } from './durations.js';

/** For whom the headers `env`, `country` and `app` are mandatory. Contract §1.3: documented so, yet Chile does without. */
export type HeaderRule = 'ar' | 'all' | 'none';

/** How the simulator runs; all times in milliseconds. */
export interface Settings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The terminal's first window. Contract §7: 90 s. */
  readonly window: number;
  /** The wait after it. Contract §7: 210 s. */
  readonly extraWindow: number;
  /** How long the default customer takes. */
  readonly customerDelay: number;
  /** How long a token is good for. Contract §2: 24 h. */
  readonly tokenLife: number;
  readonly requireHeaders: HeaderRule;
}

/** What holds where nothing is set. */
export const defaultSettings: Settings = {
  host: '127.0.0.1',
  port: 4010,
  window: 90_000,
  extraWindow: 210_000,
  customerDelay: 1_500,
  tokenLife: 86_400_000,
  requireHeaders: 'ar',
};

/** The settings, or every fault of the environment in words. */
export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

interface Variable {
  readonly name: string;
  readonly setting: keyof Settings;
  readonly wanted: string;
  read(text: string): string | number | undefined;
}

const duration = 'a duration such as 250ms, 15s, 5m or 24h';

/** Every environment variable of the simulator, in the order in which the documentation lists them. */
export const variables: readonly Variable[] = [
  { name: 'SIMULATOR_PORT', setting: 'port', wanted: 'a port from 0 to 65535', read: portOf },
  { name: 'SIMULATOR_HOST', setting: 'host', wanted: 'an address without spaces', read: hostOf },
  { name: 'SIMULATOR_WINDOW', setting: 'window', wanted: duration, read: parseDuration },
  { name: 'SIMULATOR_EXTRA_WINDOW', setting: 'extraWindow', wanted: duration, read: parseDuration },
  { name: 'SIMULATOR_CUSTOMER_DELAY', setting: 'customerDelay', wanted: duration, read: parseDuration },
  { name: 'SIMULATOR_TOKEN_LIFE', setting: 'tokenLife', wanted: duration, read: parseDuration },
  { name: 'SIMULATOR_REQUIRE_HEADERS', setting: 'requireHeaders', wanted: 'ar, all or none', read: ruleOf },
];

function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function hostOf(text: string): string | undefined {
  return /^\S+$/.test(text) ? text : undefined;
}

function ruleOf(text: string): HeaderRule | undefined {
  return (['ar', 'all', 'none'] as const).find((rule) => rule === text.toLowerCase());
}

/** Reads the settings from environment variables; one left out or empty has its default. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingsReading {
  const given = variables.flatMap((variable) => {
    const text = environment[variable.name]?.trim();
    return text ? [{ ...variable, text, value: variable.read(text) }] : [];
  });
  const faults = given
    .filter(({ value }) => value === undefined)
    .map(({ name, text, wanted }) => `${name} is "${text}": give ${wanted}`);
  if (faults.length > 0) return { kind: 'faults', faults };
  const read = Object.fromEntries(given.map(({ setting, value }) => [setting, value]));
  return { kind: 'settings', settings: { ...defaultSettings, ...read } };
}
