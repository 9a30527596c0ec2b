import type { z } from 'zod';
import { findCombinationFaults } from './environment.rules.js';
import type { ParsedVariables } from './environment.rules.js';
import { environmentSchema } from './environment.schema.js';
import type { Environment } from './environment.schema.js';
import type { BaseUrls } from './getnet-address.js';
import { SettingsInvalid } from './settings-invalid.js';

export type { Environment } from './environment.schema.js';

/** The settings that decide which merchants can be taken. Texts, so that they can be judged where one of them is wrong. */
export interface MerchantsContext {
  readonly MERCHANTS_FILE: string;
  readonly NODE_ENV: string;
  readonly PUBLIC_URL?: string | undefined;
  readonly GETNET_AR_AMOUNT_UNIT?: string | undefined;
}

/** The settings, or everything that is wrong with them. */
export interface EnvironmentReading {
  readonly environment: Environment | undefined;
  readonly faults: readonly string[];
  /** What the merchants file and the addresses of Getnet are judged by, wrong texts included. */
  readonly texts: MerchantsContext & BaseUrls;
}

/**
 * Reads and checks every variable of the service; an empty text counts as unset.
 *
 * @throws SettingsInvalid naming all that is wrong, not only the first.
 */
export function readEnvironment(source: NodeJS.ProcessEnv): Environment {
  const { environment, faults } = checkEnvironment(source);
  if (environment === undefined) throw new SettingsInvalid(faults);
  return environment;
}

/** Like {@link readEnvironment}, for a caller that has more faults to add. */
export function checkEnvironment(source: NodeJS.ProcessEnv): EnvironmentReading {
  const given = pickGivenVariables(source);
  const parsed = environmentSchema.safeParse(given);
  const values = parsed.success ? parsed.data : parseEachVariable(given);
  const reading: ParsedVariables = { values, given: new Set(Object.keys(given)) };
  const faults = [...(parsed.error?.issues ?? []).map(describeIssue), ...findCombinationFaults(reading)];
  const { MERCHANTS_FILE = '', NODE_ENV = '' } = values;
  return {
    environment: parsed.success && faults.length === 0 ? parsed.data : undefined,
    faults,
    texts: { MERCHANTS_FILE, NODE_ENV, ...given },
  };
}

function pickGivenVariables(source: NodeJS.ProcessEnv): Record<string, string> {
  const names = Object.keys(environmentSchema.shape);
  const pairs = names.map((name) => [name, source[name]?.trim() ?? ''] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

function parseEachVariable(given: Record<string, string>): Partial<Environment> {
  const read = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const result: { success: boolean; data?: unknown } = schema.safeParse(given[name]);
    return [name, result.success ? result.data : undefined] as const;
  });
  return Object.fromEntries(read) as Partial<Environment>;
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')} ${message}`;
}
