import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { resolveDatabaseUrl } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import { LedgerDatabase } from '../../ledger/database/ledger-database.js';
import { LedgerBell } from './ledger-bell.service.js';

/** The one connection pool of the process to the ledger, and its end. It needs no ledger to start. */
@Global()
@Module({})
export class LedgerModule implements OnApplicationShutdown {
  static with(environment: Environment): DynamicModule {
    const database = new LedgerDatabase({ url: resolveDatabaseUrl(environment), name: 'api' });
    return {
      module: LedgerModule,
      providers: [{ provide: LedgerDatabase, useValue: database }, LedgerBell],
      exports: [LedgerDatabase, LedgerBell],
    };
  }

  constructor(@Inject(LedgerDatabase) private readonly database: LedgerDatabase) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
