import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { resolveDatabaseUrl } from '../../config/derived.js';
import type { Environment } from '../../config/environment/environment.js';
import { LedgerDatabase } from '../../ledger/database/ledger-database.js';
import { KeyLedger } from './key-ledger.js';
import { LedgerNotifier } from './ledger-notifier.service.js';

/** The connections of the process to the ledger, and their end. It needs no ledger to start. */
@Global()
@Module({})
export class LedgerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  static with(environment: Environment): DynamicModule {
    const url = resolveDatabaseUrl(environment);
    const database = new LedgerDatabase({ url, name: 'api' });
    return {
      module: LedgerModule,
      providers: [
        { provide: LedgerDatabase, useValue: database },
        { provide: KeyLedger, useValue: new KeyLedger(url) },
        LedgerNotifier,
      ],
      exports: [LedgerDatabase, KeyLedger, LedgerNotifier],
    };
  }

  constructor(
    @Inject(LedgerDatabase) private readonly database: LedgerDatabase,
    @Inject(KeyLedger) private readonly keys: KeyLedger,
  ) {}

  onApplicationBootstrap(): void {
    // The process starts without the ledger, too.
    void this.keys.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.database.close(), this.keys.close()]);
  }
}
