import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { HttpLimits } from '../config/http-limits.js';
import type { Settings } from '../config/settings.js';
import type { Log } from '../config/logger.js';

/** The injection tokens of what the process was told from outside: interfaces have no name at run time. */
export const SETTINGS = Symbol('Settings');
export const LOG = Symbol('Log');

/** What the API is built from: read and checked before Nest starts. */
export interface ApiParts {
  readonly settings: Settings;
  readonly log: Log;
  /** How long clients may take; the usual limits unless told. */
  readonly http?: HttpLimits;
}

/** Gives the settings, read once, to every class of the API. */
@Global()
@Module({})
export class SettingsModule {
  static with({ settings, log }: ApiParts): DynamicModule {
    const providers = [
      { provide: SETTINGS, useValue: settings },
      { provide: LOG, useValue: log },
    ];
    return { module: SettingsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
