import { parseArgs } from 'node:util';

/** The simulator's setting with which its terminals wait for whoever is at its page. */
const atTheTillSettings = { SIMULATOR_CUSTOMER: 'waits' } as const;

/**
 * A flag overrides a setting of the environment.
 *
 * @param args what `npm start --` was given.
 * @throws TypeError naming a flag that does not exist.
 */
export function applyFlags(env: NodeJS.ProcessEnv, args: readonly string[]): NodeJS.ProcessEnv {
  const { values } = parseArgs({
    args: [...args],
    options: { 'at-the-till': { type: 'boolean', default: false } },
  });
  return values['at-the-till'] ? { ...env, ...atTheTillSettings } : env;
}

/** Whether the terminals wait for people instead of playing their customers. */
export function waitsForPeople(env: NodeJS.ProcessEnv): boolean {
  return env['SIMULATOR_CUSTOMER']?.trim().toLowerCase() === atTheTillSettings.SIMULATOR_CUSTOMER;
}
