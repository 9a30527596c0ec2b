import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ReadRateGuard, StartRateGuard } from './auth/rate-limit.guards.js';
import type { Log } from '../config/logger.js';
import { STREAM_LIMITS, streamLimits } from '../config/stream-limits.js';
import { RolesGuard } from './auth/roles.guard.js';
import { WaitsGuard } from './auth/waits.guard.js';
import { AuditController } from './audit/audit.controller.js';
import { Audit } from './audit/audit.service.js';
import { Histories } from './store/histories.service.js';
import { CallbacksController } from './callbacks/callbacks.controller.js';
import { Callbacks } from './callbacks/callbacks.service.js';
import { HintDelivery } from './callbacks/hint-delivery.js';
import { LateResults } from './store/late-results.service.js';
import { EventsController } from './events/events.controller.js';
import { MerchantEvents } from './events/merchant-events.service.js';
import { ShownStates } from './events/shown-states.service.js';
import { EventStreams } from './events/event-streams.service.js';
import { TransactionEvents } from './events/transaction-events.service.js';
import { ExportsController } from './exports/exports.controller.js';
import { Exports } from './exports/exports.service.js';
import { HealthController } from './health/health.controller.js';
import { Health } from './health/health.service.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { LedgerLink } from './ledger/ledger-link.service.js';
import { ForgottenKeys } from './ledger/old-keys.service.js';
import { TransactionListController } from './ledger/transaction-list.controller.js';
import { TransactionList } from './ledger/transaction-list.service.js';
import { MetricsModule } from './metrics/metrics.module.js';
import type { Metrics } from './metrics/metrics.js';
import { METRICS } from './metrics/metrics.js';
import { Attention } from './operator/attention.service.js';
import { OperatorController } from './operator/operator.controller.js';
import { CaseActs } from './operator/case-acts.service.js';
import { CaseReader } from './operator/case-reader.service.js';
import { HeldTerminals } from './operator/held-terminals.service.js';
import { OperatorTransactions } from './operator/operator-transactions.service.js';
import { OtherCases } from './operator/other-cases.service.js';
import { WebhookCases } from './operator/webhook-cases.service.js';
import { DifferenceCases } from './operator/difference-cases.service.js';
import { QuarantineCases } from './operator/quarantine-cases.service.js';
import { PossibleCases } from './operator/possible-cases.service.js';
import { Releases } from './operator/release.service.js';
import { ReportProposals } from './operator/report-proposals.service.js';
import { Resolutions } from './operator/resolution.service.js';
import { ProblemsController } from './problems/problems.controller.js';
import { ReconciliationsController } from './reconciliations/reconciliations.controller.js';
import { ReconciledTerminals } from './reconciliations/reconciled-terminals.js';
import { Reconciliations } from './reconciliations/reconciliations.service.js';
import { LOG, SettingsModule } from './settings/settings.module.js';
import type { ApiParts } from './settings/settings.module.js';
import { MerchantRuns } from './store/merchant-runs.service.js';
import { MerchantWatches } from './store/merchant-watches.service.js';
import { RunWatches } from './store/run-watches.service.js';
import { ReconciliationRuns } from './store/reconciliation-runs.service.js';
import { SharedWaits } from './store/shared-waits.js';
import type { Temporal } from './store/temporal.js';
import { TemporalModule } from './store/temporal.module.js';
import { LastOperations, LatestOperations } from './store/latest-operation.service.js';
import { CaseIndex } from './store/case-index.service.js';
import { Leases } from './store/leases.service.js';
import { OperatorUpdates } from './store/operator-updates.service.js';
import { Quarantines } from './store/quarantines.service.js';
import { Queues } from './store/queues.service.js';
import { TerminalsController } from './terminals/terminals.controller.js';
import { TerminalHistory } from './store/terminal-history.service.js';
import { Terminals } from './terminals/terminals.service.js';
import { UnsettledPayments } from './terminals/unsettled.service.js';
import { ConfirmationsController } from './transactions/confirmations.controller.js';
import { Confirmations } from './transactions/confirmations.service.js';
import { ConfirmationUpdates } from './store/confirmation-updates.service.js';
import { CancelController } from './transactions/cancel.controller.js';
import { Cancellations } from './transactions/cancellations.service.js';
import { RecentIds, TerminalReader } from './transactions/terminal-reader.service.js';
import { Acceptances } from './transactions/acceptances.service.js';
import { ShownTransactions } from './transactions/shown-transactions.service.js';
import { NetTransactions } from './transactions/net-transactions.service.js';
import { Transactions } from './transactions/transactions.service.js';
import { Runs } from './store/runs.service.js';
import { FreeTerminals } from './transactions/free-terminals.service.js';
import { Preconditions, TransactionOpener } from './transactions/transaction-opener.service.js';
import { TransactionIndex } from './store/transaction-index.service.js';
import { TransactionCanceller } from './store/transaction-canceller.service.js';
import { TransactionStarter } from './store/transaction-starter.service.js';
import { TransactionsController } from './transactions/transactions.controller.js';
import { Originals, SaleToUndo } from './undos/sale-to-undo.service.js';
import { UndoHistory } from './store/undo-history.service.js';
import { SalesByNumber } from './undos/sale-by-number.service.js';
import { WebhookRuns } from './store/webhook-runs.service.js';
import { Deliveries } from './webhooks/deliveries.service.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { UndoCheck, VoidableSales } from './undos/undo-check.service.js';

/** The whole API. */
@Module({
  controllers: [
    TransactionListController,
    ExportsController,
    ...[TransactionsController, CancelController, ConfirmationsController],
    AuditController,
    EventsController,
    TerminalsController,
    OperatorController,
    WebhooksController,
    ReconciliationsController,
    CallbacksController,
    HealthController,
    ProblemsController,
  ],
  providers: [
    ...[RolesGuard, StartRateGuard],
    // In this order: a request that is one too many takes no place among those that wait.
    ...[ReadRateGuard, WaitsGuard].map((guard) => ({ provide: APP_GUARD, useClass: guard })),
    ...[
      NetTransactions,
      ShownTransactions,
      Transactions,
      TransactionOpener,
      Acceptances,
      Preconditions,
      FreeTerminals,
      TransactionStarter,
    ],
    ...[Confirmations, ConfirmationUpdates, Cancellations, TransactionCanceller],
    ...[RecentIds, TerminalReader, Runs, TransactionIndex],
    ...[UndoCheck, SaleToUndo, VoidableSales, Originals, SalesByNumber, LatestOperations, UndoHistory],
    ...[Terminals, Leases, Queues, Quarantines, LastOperations, TerminalHistory, UnsettledPayments],
    ...[Attention, PossibleCases, CaseReader, CaseIndex, CaseActs, ReportProposals],
    ...[OtherCases, WebhookCases, DifferenceCases, QuarantineCases],
    ...[Resolutions, Releases, HeldTerminals, OperatorTransactions, OperatorUpdates],
    ...[Callbacks, LateResults, Health, SharedWaits],
    ...[Audit, Histories],
    ...[Deliveries, WebhookRuns],
    ...[EventStreams, TransactionEvents, MerchantEvents, ShownStates],
    ...[RunWatches, MerchantRuns, MerchantWatches],
    ...[ForgottenKeys, LedgerLink, TransactionList, Exports],
    ...[Reconciliations, ReconciledTerminals, ReconciliationRuns],
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
      providers: [{ provide: STREAM_LIMITS, useValue: parts.streams ?? streamLimits }],
      imports: [
        SettingsModule.with(parts),
        TemporalModule.with(temporal),
        LedgerModule.with(parts.settings.environment),
        MetricsModule,
      ],
    };
  }
}
