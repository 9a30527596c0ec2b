import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ReadRateGuard } from './auth/read-rate.guard.js';
import type { Log } from '../config/logger.js';
import { RolesGuard } from './auth/roles.guard.js';
import { StartRateGuard } from './auth/start-rate.guard.js';
import { WaitsGuard } from './auth/waits.guard.js';
import { CallbacksController } from './callbacks/callbacks.controller.js';
import { Callbacks } from './callbacks/callbacks.service.js';
import { HintDelivery } from './callbacks/hint-delivery.js';
import { LateResults } from './callbacks/late-results.service.js';
import { HealthController } from './health/health.controller.js';
import { Health } from './health/health.service.js';
import { MetricsModule } from './metrics/metrics.module.js';
import type { Metrics } from './metrics/metrics.js';
import { METRICS } from './metrics/metrics.token.js';
import { ProblemsController } from './problems/problems.controller.js';
import { LOG, SettingsModule } from './settings.module.js';
import type { ApiParts } from './settings.module.js';
import { SharedWaits } from './temporal/shared-waits.js';
import type { Temporal } from './temporal/temporal.js';
import { TemporalModule } from './temporal/temporal.module.js';
import { LastOperations } from './terminals/last-operations.service.js';
import { Leases } from './terminals/leases.service.js';
import { TerminalsController } from './terminals/terminals.controller.js';
import { TerminalHistory } from './terminals/terminal-history.service.js';
import { Terminals } from './terminals/terminals.service.js';
import { UnsettledPayments } from './terminals/unsettled.service.js';
import { RecentIds } from './transactions/recent-ids.js';
import { NetTransactions } from './transactions/net-transactions.service.js';
import { Runs } from './transactions/runs.service.js';
import { StartConditions } from './transactions/start-conditions.service.js';
import { TerminalLooks } from './transactions/terminal-looks.service.js';
import { TransactionIndex } from './transactions/transaction-index.service.js';
import { TransactionOpener } from './transactions/transaction-opener.js';
import { TransactionStarter } from './transactions/transaction-starter.js';
import { TransactionsController } from './transactions/transactions.controller.js';
import { Transactions } from './transactions/transactions.service.js';
import { LastOnTerminals } from './undos/last-on-terminals.service.js';
import { Originals } from './undos/originals.service.js';
import { RememberedUndos } from './undos/remembered-undos.service.js';
import { SalesByNumber } from './undos/sales-by-number.service.js';
import { UndoJudge } from './undos/undo-judge.service.js';
import { UndoneSales } from './undos/undone-sales.service.js';
import { VoidableSales } from './undos/voidable-sales.service.js';

/** The whole API. */
@Module({
  controllers: [
    TransactionsController,
    TerminalsController,
    CallbacksController,
    HealthController,
    ProblemsController,
  ],
  providers: [
    ...[RolesGuard, StartRateGuard],
    // In this order: a request that is one too many takes no place among those that wait.
    ...[ReadRateGuard, WaitsGuard].map((guard) => ({ provide: APP_GUARD, useClass: guard })),
    ...[NetTransactions, Transactions, TransactionOpener, StartConditions, TransactionStarter],
    ...[RecentIds, TerminalLooks, Runs, TransactionIndex],
    ...[UndoJudge, UndoneSales, VoidableSales, Originals, SalesByNumber, LastOnTerminals, RememberedUndos],
    ...[Terminals, Leases, LastOperations, TerminalHistory, UnsettledPayments],
    ...[Callbacks, LateResults, Health, SharedWaits],
    {
      provide: HintDelivery,
      useFactory: (metrics: Metrics, log: Log) => new HintDelivery(metrics, log),
      inject: [METRICS, LOG],
    },
  ],
})
export class AppModule {
  static with(parts: ApiParts, temporal: Temporal): DynamicModule {
    return {
      module: AppModule,
      imports: [SettingsModule.with(parts), TemporalModule.with(temporal), MetricsModule],
    };
  }
}
