import { ConfigModule, getConfigToken, registerAs } from '@nestjs/config';
import type { Environment } from './environment/environment.js';

const NAMESPACE = 'environment';

/** The injection token of the variables: `@Inject(ENVIRONMENT) environment: Environment`. */
export const ENVIRONMENT = getConfigToken(NAMESPACE);

/**
 * Gives the variables to Nest's classes as a namespace of `ConfigModule`. They are checked before Nest starts, so the module
 * loads the checked object and reads nothing again: see docs/adr/0019.
 */
export function settingsModule(environment: Environment): ReturnType<typeof ConfigModule.forRoot> {
  return ConfigModule.forRoot({
    isGlobal: true,
    ignoreEnvFile: true,
    ignoreEnvVars: true,
    skipProcessEnv: true,
    load: [registerAs(NAMESPACE, () => environment)],
  });
}
