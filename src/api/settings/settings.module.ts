import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { HttpLimits } from '../../config/connection-timeouts.js';
import { settingsModule } from '../../config/settings.module.js';
import type { Settings } from '../../config/settings.js';
import type { Log } from '../../config/logger.js';
import type { StreamLimits } from '../../config/stream-limits.js';

/** Injection tokens: interfaces have no name at run time. The variables are `ENVIRONMENT`, of Nest's `ConfigModule`. */
export const MERCHANTS = Symbol('Merchants');
export const LOG = Symbol('Log');
export const REDACTOR = Symbol('Redactor');

/** What the API is built from: read and checked before Nest starts. */
export interface ApiParts {
  readonly settings: Settings;
  readonly log: Log;
  /** How long clients may take; the usual limits unless told. */
  readonly http?: HttpLimits;
  /** What the streams of merchants are bounded by; the usual limits unless told. */
  readonly streams?: StreamLimits;
}

/** Gives the variables, the merchants, the log and what it must not show to every class of the API. */
@Global()
@Module({})
export class SettingsModule {
  static with({ settings, log }: ApiParts): DynamicModule {
    const providers = [
      { provide: MERCHANTS, useValue: settings.merchants },
      { provide: LOG, useValue: log },
      { provide: REDACTOR, useValue: settings.redactor },
    ];
    return {
      module: SettingsModule,
      imports: [settingsModule(settings.environment)],
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
