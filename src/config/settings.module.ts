import { ConfigModule } from '@nestjs/config';
import type { Environment } from './environment/environment.js';

/**
 * Gives the settings to Nest's classes, which inject `ConfigService<Environment, true>`.
 *
 * They are checked before Nest starts, so that a wrong one ends the process with one line; here nothing is read again:
 * ConfigService would otherwise answer an unset variable with the raw text of `process.env`, and write defaults into it.
 */
export function settingsModule(environment: Environment): ReturnType<typeof ConfigModule.forRoot> {
  return ConfigModule.forRoot({
    isGlobal: true,
    ignoreEnvFile: true,
    ignoreEnvVars: true,
    skipProcessEnv: true,
    load: [() => environment],
  });
}
