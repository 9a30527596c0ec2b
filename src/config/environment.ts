import type { z } from 'zod';
import { faultsTogether } from './environment.rules.js';
import type { Reading } from './environment.rules.js';
import { environmentSchema } from './environment.schema.js';
import type { Environment } from './environment.schema.js';
import type { BaseUrls } from './getnet-address.js';
import type { MerchantsContext } from './merchants.rules.js';
import { SettingsInvalid } from './settings-invalid.js';

export type { Environment } from './environment.schema.js';

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
  const given = givenIn(source);
  const parsed = environmentSchema.safeParse(given);
  const values = parsed.success ? parsed.data : validOf(given);
  const reading: Reading = { values, given: new Set(Object.keys(given)) };
  const faults = [...(parsed.error?.issues ?? []).map(faultOf), ...faultsTogether(reading)];
  const { MERCHANTS_FILE = '', NODE_ENV = '' } = values;
  return {
    environment: parsed.success && faults.length === 0 ? parsed.data : undefined,
    faults,
    texts: { MERCHANTS_FILE, NODE_ENV, ...given },
  };
}

function givenIn(source: NodeJS.ProcessEnv): Record<string, string> {
  const names = Object.keys(environmentSchema.shape);
  const pairs = names.map((name) => [name, source[name]?.trim() ?? ''] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

function validOf(given: Record<string, string>): Partial<Environment> {
  const read = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const result: { success: boolean; data?: unknown } = schema.safeParse(given[name]);
    return [name, result.success ? result.data : undefined] as const;
  });
  return Object.fromEntries(read) as Partial<Environment>;
}

function faultOf({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')} ${message}`;
}
